from functools import partial

from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import modeladmin_register

from jobs.listings import Listing, PeriodicListing, ProcessListing, TaskListing


def menu_item(listing: type[Listing]) -> MenuItem:
    return listing().get_menu_item()


for listing in (TaskListing, PeriodicListing, ProcessListing):
    modeladmin_register(listing)
    hooks.register("register_reports_menu_item", partial(menu_item, listing))
