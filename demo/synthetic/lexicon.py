"""The words that made-up articles are made of. None of the people and few of the places exist."""

from random import Random

PLACES = (
    "Koulouba-Est", "Banankoro-sur-Fleuve", "Dougoufé", "Niamakoro-Nord", "Sébéninkoro", "Tintiba",
    "Farakala", "Sanankorola", "Moribabougou", "Kalabambougou", "Bamako", "Ségou", "Kayes", "Mopti",
    "Sikasso", "Koutiala", "Gao", "Tombouctou", "Kita", "San", "Markala", "Djenné", "Bougouni",
)  # fmt: skip
SUBJECTS = (
    "Les maraîchères de", "Le conseil communal de", "La coopérative de", "Les transporteurs de",
    "L’école de", "Le centre de santé de", "Les pêcheurs de", "Le marché de", "Les jeunes de",
    "L’atelier de", "La mairie de", "Le tribunal de", "Les bouchers de", "Le stade de",
    "La bibliothèque de", "Les éleveurs de", "Le chantier de", "Les sages-femmes de",
    "La radio de", "Les taxis de", "Le festival de", "Les riverains de", "La gare de",
    "Le barrage de", "Les étudiants de", "Le collectif de", "Les commerçants de", "Le lycée de",
)  # fmt: skip
DEEDS = (
    "ouvre un guichet pour les familles", "prépare la saison des pluies",
    "publie ses comptes de l’année", "attend sa nouvelle pompe", "relance le chantier de la digue",
    "partage une récolte meilleure que prévu", "demande une route praticable",
    "reçoit des équipements solaires", "forme une centaine d’apprentis",
    "fête ses vingt ans d’existence", "vote un budget en hausse", "ferme pour trois semaines",
    "refuse le nouveau tarif", "gagne en appel contre l’État", "signe un accord avec ses voisins",
    "perd son président", "change d’adresse", "inaugure un terrain couvert",
    "réclame le paiement des primes", "double sa production de briques",
    "passe à l’énergie solaire",
    "suspend sa grève", "vend ses premiers sacs de riz étuvé", "retrouve de l’eau potable",
    "accueille la finale régionale", "expose ses archives", "recrute trente agents",
    "dénonce des coupures de courant", "met en service un bac neuf", "plante dix mille arbres",
)  # fmt: skip
SENTENCES = (
    "Le chantier avance par étapes, à mesure que les moyens arrivent.",
    "Les habitants se retrouvent chaque semaine pour faire le point.",
    "La saison sèche laisse le temps de réparer ce que les pluies ont emporté.",
    "Une partie des dépenses est couverte par les cotisations du village.",
    "Les plus anciens se souviennent d’une crue plus forte, il y a trente ans.",
    "Le calendrier dépendra du niveau du fleuve et de l’état des pistes.",
    "Un relevé affiché à l’entrée donne le détail des sommes.",
    "Les prix restent stables depuis le début du mois.",
    "Des équipes se relaient du matin au soir.",
    "La prochaine réunion est fixée à jeudi, à la maison des associations.",
)
# {place}, {person}, {thing}, {number} and {name} (a word that hardly any other text has) are drawn.
PATTERNS = (
    "À {place}, {thing} a coûté {number} 000 francs de plus que prévu.",
    "« Nous avions demandé {thing} dès le mois de mars », rappelle {person}.",
    "Selon {person}, {number} familles de {place} sont concernées par {thing}.",
    "Le groupement {name} a réuni {number} personnes. À l’ordre du jour : {thing}.",
    "{person} dirige le comité {name} depuis {number} ans.",
    "Entre {place} et {place}, le trajet dure {number} minutes de moins.",
    "« Et {thing} ? » demandera {person} au prochain conseil.",
    "Le rapport {name} compte {number} pages, dont la moitié sur {thing}.",
    "Sans {thing}, {place} dépend encore de {place}.",
    "Au quartier {name}, {person} tient un registre de {number} noms.",
    "Les {number} premiers bénéficiaires viennent de {place}.",
    "L’entreprise {name}, installée à {place}, fournira {thing}.",
    "Interrogée sur le projet {name}, {person} cite d’abord {thing}.",
    "Un an plus tôt, {place} avait choisi {thing}, pour {number} ménages.",
)
THINGS = (
    "la pompe", "le forage", "la digue", "le pont", "la route", "le bac", "la vaccination",
    "le périmètre irrigué", "la campagne cotonnière", "le riz étuvé", "le karité", "la gomme",
    "le mil", "le sorgho", "la pêche", "le marché au bétail", "la transhumance", "le cadastre",
    "l’état civil", "la cantine", "le concours", "l’examen", "la rentrée", "la bourse",
    "l’apprentissage", "la formation", "l’alphabétisation", "la bibliothèque", "le festival",
    "la tournée", "l’exposition", "le tournoi", "la finale", "le stade", "le budget",
    "la décentralisation", "l’élection", "le recensement", "l’assainissement", "le caniveau",
    "l’électricité", "la centrale solaire", "la coupure", "le gaz", "le carburant", "le transport",
    "la taxe", "le prêt", "la tontine", "la caisse", "l’assurance", "la pharmacie", "la maternité",
    "le paludisme", "la crue", "la sécheresse", "le reboisement", "la plantation", "le compost",
    "la briqueterie", "l’atelier", "la menuiserie", "la teinture", "le bogolan", "le tissage",
    "la radio", "le réseau", "la carte", "le passeport", "la douane", "le corridor", "la gare",
    "le rail", "l’aéroport", "la pirogue", "le port", "l’eau potable", "les ordures", "le lait",
    "la volaille", "le miel", "la mangue", "l’oignon", "la pomme de terre", "le poisson fumé",
)  # fmt: skip
BODIES = (
    "Conseil", "Comité", "Fédération", "Syndicat", "Coopérative", "Association", "Office",
    "Agence", "Direction", "Tribunal", "Ligue", "Chambre", "Union", "Fonds", "Collectif",
)  # fmt: skip
FIRST_NAMES = (
    "Aminata", "Kadiatou", "Fatoumata", "Oumou", "Mariam", "Nana", "Assétou", "Rokia", "Djénéba",
    "Salimata", "Moussa", "Ibrahim", "Boubacar", "Amadou", "Seydou", "Adama", "Bakary", "Cheick",
    "Drissa", "Lassina", "Modibo", "Souleymane", "Yacouba", "Zoumana",
)  # fmt: skip
SYLLABLES = (
    "ba bo bi ka ko ki da do di fa fo la lo li ma mo mi na no ni pa po ra ro ri sa so si ta to ti "
    "ya yo gna gué kou dou fou lou mou nou sou tou ban kan lan man ran san tan bé ké dé lé mé né té"
).split()


def coined(chance: Random, count: int, syllables: int = 3) -> list[str]:
    """That many different names that nothing and nobody bears."""
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(chance.choices(SYLLABLES, k=syllables)).capitalize()] = None
    return list(found)
