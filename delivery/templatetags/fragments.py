"""Template tags for parts that many pages share, or that outlive the page around them."""

from collections.abc import Iterable, Iterator

from django import template
from django.db.models import Model
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from delivery.pages.dependencies import depends_on_object
from delivery.pages.kept import kept
from delivery.pages.parts import Part, draw

register = template.Library()


class FragmentNode(template.Node):
    def __init__(self, nodelist: NodeList, name: str, varies_by: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.name = name
        self.varies_by = varies_by

    def render(self, context: Context) -> SafeString:
        request = context.get("request")
        if request is None or getattr(request, "is_preview", False):
            return self.nodelist.render(context)
        given = [_resolved(value, context) for value in self.varies_by]
        economy = getattr(request, "economy", False)
        key = ("fragment", self.name, *map(_key_of, given), economy, get_language())
        text = kept(key, lambda: self._rendered(context, given))
        return mark_safe(text)  # noqa: S308 (a template has rendered it)

    def _rendered(self, context: Context, given: list[object]) -> str:
        for value in _objects(given):
            depends_on_object(value)
        with context.push():
            return str(self.nodelist.render(context))


def _resolved(value: FilterExpression, context: Context) -> object:
    """What is not in the context is nothing, as in an `if`: an author's page has no `page`."""
    try:
        return value.resolve(context)
    except template.VariableDoesNotExist:
        return None


def _key_of(value: object) -> str:
    if isinstance(value, list):
        return ",".join(map(_key_of, value))
    return f"{value._meta.label}-{value.pk}" if isinstance(value, Model) else str(value)


def _objects(values: Iterable[object]) -> Iterator[Model]:
    """The objects of the database among `values` and their lists."""
    for value in values:
        if isinstance(value, Model):
            yield value
        elif isinstance(value, list):
            yield from _objects(value)


@register.tag
def fragment(parser: Parser, token: Token) -> FragmentNode:
    """`{% fragment "name" value … %}…{% endfragment %}`: rendered once for the same values.

    It is kept until something changes that it has read while it was rendered, or one of the values
    that are objects of the database, or lists of these. So it must read itself what it shows
    beside these: `{% site_frame as frame %}` inside it, not the frame around it. It varies with
    « Mode économie », and is rendered anew in each preview.
    """
    _tag, name, *values = token.split_contents()
    nodelist = parser.parse(("endfragment",))
    parser.delete_first_token()
    varies_by = [parser.compile_filter(value) for value in values]
    return FragmentNode(nodelist, name.strip("'\""), varies_by)


class PartNode(template.Node):
    def __init__(self, nodelist: NodeList, values: dict[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self.values = values

    def render(self, context: Context) -> SafeString:
        request = context.get("request")
        if request is None or context.template is None:
            return self.nodelist.render(context)
        values = {name: _resolved(value, context) for name, value in self.values.items()}
        part = Part(context.template, self.nodelist, values)
        return mark_safe(draw(part, request))  # noqa: S308 (as above)


@register.tag
def part(parser: Parser, token: Token) -> PartNode:
    """`{% part name=value … %}…{% endpart %}`: drawn anew where the page around it is still right.

    Of the page around it, it knows the request and these values, which are texts and numbers. What
    it reads is no reason to make the page anew; a fragment inside it is rendered once for all pages
    that show it.
    """
    _tag, *pairs = token.split_contents()
    values = token_kwargs(pairs, parser)
    if pairs:
        raise template.TemplateSyntaxError("part takes nothing but name=value")
    nodelist = parser.parse(("endpart",))
    parser.delete_first_token()
    return PartNode(nodelist, values)
