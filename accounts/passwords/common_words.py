"""Common words of passwords, which guessing begins with.

Django's list of common passwords (`CommonPasswordValidator`) knows whole passwords, most of them
shorter than twelve characters and English. These are the pieces of longer ones: French words, the
keys of a French keyboard in their order, places and clubs near the newsroom.
"""

COMMON = frozenset(
    """
    motdepasse passe mdp secret password passw administrateur admin root login connexion bienvenue
    welcome azerty azertyuiop qsdfghjklm wxcvbn qwerty qwertyuiop asdfgh zxcvbn qwertz
    bonjour bonsoir salut coucou merci soleil etoile lune fleur princesse prince chouchou doudou
    loulou bebe bisous amour jetaime mon ton notre cheri cherie maman papa famille maison vacances
    chocolat caramel vanille nutella papillon dauphin chaton chien tigre lion dragon licorne
    football foot ballon champion victoire marseille paris france lyon monaco barcelone barcelona
    madrid real chelsea arsenal manchester liverpool iloveyou sunshine hello monkey master superman
    batman pokemon naruto
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
    lundi mardi mercredi jeudi vendredi samedi dimanche printemps automne hiver
    bamako mali malien malienne kayes sikasso segou mopti tombouctou gao kidal afrique senegal dakar
    niger djoliba stademalien
    dieu allah inchallah mohamed fatoumata mamadou amadou aminata ibrahim oumar moussa
    journal journaliste redaction redacteur redactrice presse article editeur wagtail actujet
    """.split()
)
