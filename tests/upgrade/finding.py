"""Finds the seams: where our code leans on what a library does not promise.

All is read from source files, ours and the installed library's: what we patch does not hide what it
replaces. `seams.toml` keeps a digest of each, `docs/seams.md` says why it is there.
"""

import ast
import functools
import hashlib
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, ModuleType

from django.conf import settings
from django.template.utils import get_app_template_dirs
from django.utils.functional import cached_property

ROOT = Path(settings.BASE_DIR)
ROOMS = ("accounts", "audience", "delivery", "demo", "editorial", "home", "jobs", "news", "search")
LIBRARIES = (
    *("wagtail", "wagtail_modeladmin", "modelsearch", "django_tasks", "django_tasks_db"),
    *("allauth", "gunicorn", "modelcluster", "taggit", "willow"),
)
# Methods that Django's or the library's own documentation tells to override.
DOCUMENTED = frozenset(
    {
        # Django: views, forms, fields, models, sitemaps
        *("get_context_data", "get_queryset", "clean", "save", "media", "formfield", "deconstruct"),
        *("items", "lastmod", "location", "ready"),
        # Wagtail: pages, blocks, panels, menus, components, viewsets, tables, headers of views
        *("get_context", "serve", "can_create_at", "get_preview_context", "to_python"),
        *(
            "get_form_state",
            "clone_kwargs",
            "is_shown",
            "get_url",
            "get_form_class",
            "get_urlpatterns",
            "sort_order",
        ),
        *("get_value", "get_cell_context_data", "get_page_title", "get_page_subtitle"),
        *("get_header_title", "get_breadcrumbs_items"),
        # Wagtail: task types, bulk actions, image operations, renditions, entries of the log
        *("start", "on_action", "get_actions", "get_form_for_action", "locked_for_user"),
        *("get_task_states_user_can_moderate", "get_description", "get_upload_to"),
        *("check_perm", "get_execution_context", "execute_action", "get_success_message"),
        *("construct", "run", "format_message"),
        # allauth's adapter, taggit, the backend of django-tasks
        *("get_totp_issuer", "get_totp_label", "get_public_key_credential_rp_entity"),
        *("get_public_key_credential_user_entity", "encrypt", "decrypt", "slugify", "enqueue"),
    }
)
# Django documents these, though they begin with an underscore.
NOT_PRIVATE = frozenset({"_meta", "_default_manager", "_base_manager", "_state"})

Found = dict[str, str]  # what is ours → what is theirs


def digest(text: str) -> str:
    """Sixteen digits of the SHA-256 of `text`, whatever its white space."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def replaced_templates() -> Found:
    """Our templates that take the place of an installed app's of the same name."""
    folder = ROOT / "templates"
    found = {}
    for file in sorted(folder.rglob("*.*")):
        name = str(file.relative_to(folder))
        for theirs in get_app_template_dirs("templates"):
            path = Path(theirs) / name
            if not path.is_relative_to(folder) and path.is_file():
                found[f"templates/{name}"] = name
    return found


def overridden_methods() -> Found:
    """Methods of ours in the place of a library's that is not documented for it.

    A mixin of ours counts in every class that has it before a class of a library.
    """
    found = {}
    for cls in our_classes():
        for place, ours in enumerate(cls.__mro__):
            if ours.__module__.split(".")[0] not in ROOMS:
                continue
            for name, value in vars(ours).items():
                if name in DOCUMENTED or name.startswith("__") or not is_method(value):
                    continue
                base = _next_with(name, cls.__mro__[place + 1 :])
                if base is not None:
                    file = ours.__module__.replace(".", "/") + ".py"
                    theirs = f"{base.__module__}:{base.__qualname__}.{name}"
                    found[f"{_real(file)} {ours.__qualname__}.{name}"] = theirs
    return dict(sorted(found.items()))


def _next_with(name: str, bases: tuple[type, ...]) -> type | None:
    foreign = (base for base in bases if base.__module__.split(".")[0] in LIBRARIES)
    return next((b for b in foreign if name in vars(b) and is_method(vars(b)[name])), None)


def _real(file: str) -> str:
    return file if (ROOT / file).exists() else file.removesuffix(".py") + "/__init__.py"


def our_classes() -> list[type]:
    modules = [module for room in ROOMS for module in modules_of(room)]
    found = {
        f"{cls.__module__}.{cls.__qualname__}": cls
        for module in modules
        for cls in _classes_in(module, module.__name__)
    }
    return [found[key] for key in sorted(found)]


def _classes_in(place: ModuleType | type, module: str) -> Iterator[type]:
    for value in vars(place).values():
        if isinstance(value, type) and value.__module__ == module:
            yield value
            if value is not place:
                yield from _classes_in(value, module)


def modules_of(room: str) -> Iterator[ModuleType]:
    package = importlib.import_module(room)
    yield package
    for _finder, name, _is_package in pkgutil.walk_packages(package.__path__, f"{room}."):
        if ".migrations" not in name:
            yield importlib.import_module(name)


def is_method(value: object) -> bool:
    """Whether a person wrote it into a class; `media` is put there by Django."""
    if isinstance(value, property):
        return getattr(value.fget, "__module__", "") != "django.forms.widgets"
    if isinstance(value, functools.cached_property | cached_property | classmethod | staticmethod):
        return True
    return isinstance(value, FunctionType)


@functools.cache
def our_trees() -> dict[str, ast.Module]:
    files = [file for room in (*ROOMS, "site") for file in sorted((ROOT / room).rglob("*.py"))]
    return {
        str(file.relative_to(ROOT)): ast.parse(file.read_text())
        for file in files
        if "migrations" not in file.parts
    }


def private_names() -> Found:
    """Names of a library's that begin with an underscore, or are in a module called internal.

    Theirs is known of what is imported, and "" of an attribute.
    """
    trees = our_trees()
    ours = {name for tree in trees.values() for node in ast.walk(tree) for name in _named(node)}
    found = {}
    for file, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and is_private(node.attr) and node.attr not in ours:
                found[f"{file} {node.attr}"] = ""
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in LIBRARIES:
                for alias in node.names:
                    if is_private(alias.name) or "internal" in (node.module or "").split("."):
                        found[f"{file} {alias.name}"] = f"{node.module}:{alias.name}"
    return dict(sorted(found.items()))


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in NOT_PRIVATE


def _named(node: ast.AST) -> list[str]:
    """What a definition or an assignment names."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign):
        inner = [part for target in node.targets for part in ast.walk(target)]
    elif isinstance(node, ast.AnnAssign | ast.NamedExpr):
        inner = [node.target]
    else:
        return []
    names = [part.id for part in inner if isinstance(part, ast.Name)]
    return names + [part.attr for part in inner if isinstance(part, ast.Attribute)]


def patches() -> Found:
    """Assignments to attributes of a library's modules and classes."""
    found = {}
    for file, tree in our_trees().items():
        imported = {
            alias.asname or alias.name: f"{node.module}:{alias.name}"
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in LIBRARIES
            for alias in node.names
        }
        for node in ast.walk(tree):
            for target, name in _set_attributes(node):
                if isinstance(target, ast.Name) and target.id in imported:
                    found[f"{file} {target.id}.{name}"] = _defined(imported[target.id], name)
    return dict(sorted(found.items()))


def _set_attributes(node: ast.AST) -> list[tuple[ast.expr, str]]:
    if isinstance(node, ast.Assign):
        return [(t.value, t.attr) for t in node.targets if isinstance(t, ast.Attribute)]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "setattr":
        return [(node.args[0], ast.unparse(node.args[1]).strip("'"))]
    return []


def _defined(imported: str, name: str) -> str:
    """Where the library defines what it exports as `imported`."""
    module, exported = imported.split(":")
    value = getattr(importlib.import_module(module), exported, None)
    if isinstance(value, type):
        return f"{value.__module__}:{value.__qualname__}.{name}"
    return f"{module}.{exported}:{name}"


def source_of(theirs: str) -> str:
    """The source of `module:Class.method`, or of the nearest around it that has one."""
    module, _, qualname = theirs.partition(":")
    if isinstance(getattr(importlib.import_module(module), qualname, None), ModuleType):
        return _tree_of(f"{module}.{qualname}")[0]
    source, node = _tree_of(module)
    for name in qualname.split("."):
        found = next((child for child in _members(node) if _defines(child, name)), None)
        if found is None:
            break
        node = found
    return ast.get_source_segment(source, node) or source


def _members(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        yield child
        if isinstance(child, ast.If | ast.Try):
            yield from _members(child)


@functools.cache
def _tree_of(module: str) -> tuple[str, ast.AST]:
    file = inspect.getsourcefile(importlib.import_module(module))
    source = Path(file or "").read_text()
    return source, ast.parse(source)


def _defines(node: ast.AST, name: str) -> bool:
    if isinstance(node, ast.Assign):
        return any(isinstance(target, ast.Name) and target.id == name for target in node.targets)
    return isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == name


def digest_of(theirs: str) -> str:
    """The digest of a template by its name, or of what `module:name` defines."""
    if ":" in theirs:
        return digest(source_of(theirs))
    paths = (Path(folder) / theirs for folder in get_app_template_dirs("templates"))
    return digest(next(path for path in paths if path.is_file()).read_text())
