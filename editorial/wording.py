"""Words of Wagtail's whose French is put for both genders at once, or says something else here.

Nothing calls this: the French catalogue of ours, which is asked before Wagtail's, takes them up.
"""

from django.utils.translation import gettext_noop

REWORDED = [
    gettext_noop("Add %(label)s"),
    gettext_noop("Add %(model_name)s"),
    gettext_noop("Add %(object)s"),
    gettext_noop("Create new %(object)s"),
    gettext_noop("Choose another"),
    gettext_noop("No %(model_name)s match your query."),
    gettext_noop("None"),
    gettext_noop("%(model_name)s '%(object)s' has been submitted for moderation."),
    gettext_noop("%(model_name)s '%(object)s' created and submitted for moderation."),
    gettext_noop("Only reviewers for this task can edit the %(model_name)s."),
    gettext_noop("Only reviewers can edit and approve the %(model_name)s"),
    gettext_noop("Anyone can edit this %(model_name)s"),
    gettext_noop("Current page status:"),
    gettext_noop("Locking status"),
    gettext_noop("Status: "),
]
