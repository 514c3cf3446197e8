"""Words of Wagtail's whose French is put for both genders at once, or says something else here.

Nothing calls this: the French catalogue of ours, which is asked before Wagtail's, takes them up.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

REWORDED = [
    gettext_noop("Add a recommended result"),
    gettext_noop("Recommended search result"),
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
    gettext_noop("Unlocked"),
    gettext_noop("No one can make changes while the %(model_name)s is locked"),
    gettext_noop("Locked by you"),
    gettext_noop("Locked by another user"),
    gettext_noop("Only you can make changes while the %(model_name)s is locked"),
    gettext_noop("Only %(user)s can make changes while the %(model_name)s is locked"),
    gettext_noop("This %(model_name)s is currently awaiting moderation."),
    gettext_noop(
        "This {model_name} is awaiting <b>'{task_name}'</b> in the "
        "<b>'{workflow_name}'</b> workflow."
    ),
    gettext_noop("Locked by workflow"),
    gettext_noop(
        "Reviewers can edit this %(model_name)s – lock it to prevent other reviewers from editing"
    ),
    gettext_noop("Locked by schedule"),
    gettext_noop("Currently locked and will go live on the scheduled date"),
    gettext_noop("Cannot overwrite a revision that is not the latest for this %(model_name)s."),
    gettext_noop("Created"),
    gettext_noop("Renamed"),
    gettext_noop("Moved"),
    gettext_noop("Are you sure you want to unpublish this %(model_name)s?"),
    gettext_noop(
        "This %(model_name)s was marked as needing changes at <strong>%(task)s</strong> in "
        "<strong>%(workflow)s</strong>."
    ),
    gettext_noop(
        "This %(model_name)s is currently at <strong>%(task)s</strong> in "
        "<strong>%(workflow)s</strong>."
    ),
    gettext_noop("Publishing this %(model_name)s will cancel the current workflow."),
    gettext_noop("Would you still like to publish this %(model_name)s?"),
    gettext_noop("Are you sure you want to delete these pages?"),
    gettext_noop("Are you sure you want to move these pages?"),
    gettext_noop("Are you sure you want to publish these pages?"),
    gettext_noop("Are you sure you want to unpublish these pages?"),
    gettext_noop("Are you sure you want to delete this page?"),
    gettext_noop("Are you sure you want to move this page into '%(title)s'?"),
    gettext_noop(
        "Are you sure you want to move this page and all of its children into '%(title)s'?"
    ),
    gettext_noop("Are you sure you want to unpublish this page?"),
    gettext_noop("Choose when this %(model_name)s should go live and/or expire"),
    gettext_noop("Locked by <b>you</b> at <b>%(locking_date)s</b>"),
    gettext_noop("Locked by <b>%(locked_by)s</b> at <b>%(locking_date)s</b>"),
    gettext_noop("Locked at <b>%(locking_date)s</b>"),
    gettext_noop("Anyone can edit this %(model_name)s – lock it to prevent others from editing"),
    gettext_noop("One or more references to this %(model_name)s prevent it from being deleted."),
    gettext_noop("This %(model_name)s hasn't been submitted for moderation yet"),
    gettext_noop("Disabled"),
    gettext_noop("Published"),
    gettext_noop("%(model_name)s '%(title)s' is now unlocked."),
    gettext_noop("%(model_name)s '%(object)s' updated."),
    gettext_noop("%(model_name)s '%(object)s' created."),
    gettext_noop("%(model_name)s '%(object)s' updated and published."),
    gettext_noop("%(model_name)s '%(object)s' created and published."),
    gettext_noop("The %(model_name)s could not be saved as it is locked"),
    gettext_noop(
        "You are viewing a previous version of this %(model_name)s from "
        "<b>%(created_at)s</b> by %(user)s"
    ),
    gettext_noop("The %(model_name)s could not be created due to errors."),
    gettext_noop("The %(model_name)s could not be saved due to errors."),
    gettext_noop("%(model_name)s '%(object)s' deleted."),
    gettext_noop("Are you sure you want to delete this %(model_name)s?"),
    gettext_noop("'%(object)s' unpublished."),
    gettext_noop("Create a new %(model_name)s"),
    gettext_noop("Are you sure you want to delete this redirect?"),
    gettext_noop("Are you sure you want to delete this group?"),
    gettext_noop("Oldest"),
    gettext_noop("Are you sure you want to delete this %(snippet_type_name)s?"),
    gettext_noop("You don't have permission to delete this %(snippet_type_name)s"),
    gettext_noop("%(model_name)s '%(object)s' created and scheduled for publishing."),
    gettext_noop("%(model_name)s '%(object)s' has been replaced with version from %(timestamp)s."),
    gettext_noop(
        "%(model_name)s '%(object)s' is live and this version has been scheduled for publishing."
    ),
    gettext_noop("(Private %(object)s)"),
    gettext_noop("Are you sure you want to convert this alias into an ordinary page?"),
    gettext_noop("Are you sure you want to delete this collection?"),
    gettext_noop("Are you sure you want to disable this task?"),
    gettext_noop("Are you sure you want to disable this workflow?"),
    gettext_noop("New: %(model_name)s"),
    gettext_noop("Tag(s) %(value_too_long)s are over %(max_tag_length)d characters."),
    gettext_noop('Version %(revision_id)s of "%(object)s" unscheduled.'),
    gettext_noop(
        "Version from %(timestamp)s of %(model_name)s '%(object)s' has been scheduled for "
        "publishing."
    ),
    gettext_noop("Would you still like to publish this page?"),
    gettext_noop("Your account settings have been changed successfully!"),
    gettext_noop("Are you sure you want to delete this locale?"),
    gettext_noop("Are you sure you want to delete this site?"),
    gettext_noop("Are you sure you want to delete %(count)s %(snippet_type_name)s?"),
    gettext_noop("Mark as active"),
    gettext_noop("<b>'{title}' is locked</b> by <b>you</b>."),
    gettext_noop("<b>'{title}' is locked</b>."),
    gettext_noop("<b>'{title}' was locked</b> by <b>you</b> on <b>{datetime}</b>."),
    gettext_noop("<b>'{title}' was locked</b> by <b>{user}</b> on <b>{datetime}</b>."),
    gettext_noop("Reordered"),
    gettext_noop("Reordered under '%(parent)s'"),
    gettext_noop(
        "{model_name} '{title}' is locked and has been scheduled to go live at {datetime}"
    ),
    gettext_noop(
        'Multi-word tags with spaces will automatically be enclosed in double quotes (").'
    ),
    gettext_noop("Site history"),
    gettext_noop("Redirects"),
    gettext_noop("Go to Wagtail admin"),
    gettext_noop("Skip to main content"),
    gettext_noop("The page could not be saved due to validation errors."),
    gettext_noop("Page '%(page_title)s' has been updated."),
    gettext_noop("Sorry, you do not have permission to access this area."),
    gettext_noop("Page types usage"),
    gettext_noop("Aging pages"),
    gettext_noop("Editing %(page_type)s"),
    gettext_noop("Changes requested at"),
    gettext_noop("Awaiting"),
    gettext_noop("Your pages and snippets in a workflow"),
    gettext_noop("Workflow"),
    gettext_noop("Workflows"),
    gettext_noop("Workflow tasks"),
    gettext_noop("Tasks"),
    gettext_noop("Task submitted by"),
    gettext_noop("Task started"),
    gettext_noop("Workflow history"),
    gettext_noop("Workflow progress"),
    gettext_noop("Workflow started"),
    gettext_noop("Workflow completed"),
    gettext_noop("Cancel workflow "),
    gettext_noop("Restart workflow "),
    gettext_noop("In Moderation"),
    gettext_noop("By workflow"),
    gettext_noop("New workflow"),
    gettext_noop("Add a workflow"),
    gettext_noop("Editing workflow"),
    gettext_noop("Disable workflow"),
    gettext_noop("New workflow task"),
    gettext_noop("Assign your workflow to pages"),
    gettext_noop("Assign your workflow to snippets"),
    gettext_noop("Give your workflow a name"),
    gettext_noop("Add tasks to your workflow"),
    gettext_noop("No pages/snippets have been submitted for moderation yet"),
    gettext_noop("Page/Snippet ID"),
    gettext_noop("Page/Snippet Title"),
    gettext_noop("Page/Snippet Type"),
    gettext_noop("Page '%(page_title)s' created and submitted for moderation."),
    gettext_noop("Page '%(page_title)s' has been submitted for moderation."),
    gettext_noop("Workflow on page '%(page_title)s' has been cancelled."),
    gettext_noop("Workflow on page '%(page_title)s' has been restarted."),
    gettext_noop("Workflow on %(model_name)s '%(object)s' has been cancelled."),
    gettext_noop("Workflow on %(model_name)s '%(object)s' has been restarted."),
    gettext_noop("Publishing this page will cancel the current workflow."),
    gettext_noop("The page '%(page_title)s' is not currently awaiting moderation."),
    gettext_noop(
        "The page '%(page_title)s' is not currently awaiting moderation in task '%(task_name)s'."
    ),
    gettext_noop("The %(model_name)s '%(title)s' is not currently awaiting moderation."),
    gettext_noop(
        "The %(model_name)s '%(title)s' is not currently awaiting moderation in task "
        "'%(task_name)s'."
    ),
    gettext_noop("This page hasn't been submitted for moderation yet"),
    gettext_noop(
        "This page is currently at <strong>%(task)s</strong> in <strong>%(workflow)s</strong>."
    ),
    gettext_noop(
        "This page was marked as needing changes at <strong>%(task)s</strong> in "
        "<strong>%(workflow)s</strong>."
    ),
    gettext_noop("1 snippet selected"),
    gettext_noop("%(objects)s snippets selected"),
    gettext_noop("All %(objects)s snippets on this screen selected"),
    gettext_noop("All snippets in listing selected"),
    gettext_noop("Add a new %(object)s"),
    gettext_noop(
        "Are you sure you want to delete this %(object)s? If other things in your site are "
        "related to it, they may also be affected."
    ),
    gettext_noop("No %(name)s have been created yet."),
    gettext_noop("Sorry, there are no %(name)s matching your search parameters."),
    gettext_noop("The %(object)s could not be created due to errors."),
    gettext_noop("The %(object)s could not be saved due to errors."),
    gettext_noop('Why not <a href="%(url)s">add one</a>?'),
    gettext_noop("Unpublish"),
    gettext_noop("Yes, unpublish it"),
    gettext_noop("Page '%(page_title)s' unpublished."),
    gettext_noop("Unpublish selected pages"),
    gettext_noop("Unpublished"),
    gettext_noop("Proceeding will overwrite the changes made by %(user_name)s."),
    gettext_noop("Proceeding will overwrite the changes you made in that window."),
    gettext_noop("site name"),
    gettext_noop("root page"),
    gettext_noop("Page/Snippet"),
    gettext_noop("Workflow state"),
    gettext_noop("Workflow states"),
    gettext_noop("Draft saved"),
    gettext_noop("'%(workflow)s' started. Next step '%(task)s'"),
    gettext_noop("Approved at '%(task)s'. '%(workflow)s' complete"),
]

COUNTED = [
    ngettext_lazy(
        "Referenced %(count)s time",
        "Referenced %(count)s times",
        "count",
    ),
    ngettext_lazy(
        "This %(model_name)s is referenced %(usage_count)s time.",
        "This %(model_name)s is referenced %(usage_count)s times.",
        "usage_count",
    ),
    ngettext_lazy(
        "Used %(usage_count)s time",
        "Used %(usage_count)s times",
        "usage_count",
    ),
    ngettext_lazy(
        "%(count)d %(model_name)s deleted.",
        "%(count)d %(model_name)s deleted.",
        "count",
    ),
    ngettext_lazy(
        "Are you sure you want to delete this document?",
        "Are you sure you want to delete these documents?",
        "n",
    ),
    ngettext_lazy(
        "Are you sure you want to delete this image?",
        "Are you sure you want to delete these images?",
        "n",
    ),
    ngettext_lazy(
        "Are you sure you want to tag the following document?",
        "Are you sure you want to tag the following documents?",
        "n",
    ),
    ngettext_lazy(
        "Are you sure you want to tag the following image?",
        "Are you sure you want to tag the following images?",
        "n",
    ),
    ngettext_lazy(
        "Are you sure you want to add the following document to the selected collection?",
        "Are you sure you want to add the following documents to the selected collection?",
        "n",
    ),
    ngettext_lazy(
        "Are you sure you want to add the following image to the selected collection?",
        "Are you sure you want to add the following images to the selected collection?",
        "n",
    ),
    ngettext_lazy(
        '%(total)s Page <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Pages <span class="w-sr-only">created in %(site_name)s</span>',
        "total",
    ),
]
