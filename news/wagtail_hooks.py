"""What the newsroom's own pictures and texts add to Wagtail's admin."""

from wagtail import hooks

from news.renditions import WebOperation


@hooks.register("register_image_operations")
def register_image_operations() -> list[tuple[str, type[WebOperation]]]:
    return [("web", WebOperation)]
