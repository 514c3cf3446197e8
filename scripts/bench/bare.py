"""References: what bare servers need for the same bytes, or for a page of a database.

nginx sends a file; a WSGI function returns the bytes under our gunicorn; a project that
`wagtail start` has made shows a title, with as many pages as we have articles.
"""

import os
import shutil
import sys
from pathlib import Path

from scripts import processes
from scripts.bench.serving import GUNICORN, Server, start_web
from scripts.environment import PYTHON, ROOT
from scripts.nginx import NGINX

HEADERS = {"Content-Type": "text/html; charset=utf-8", "Content-Encoding": "br"}
NGINX_CONF = """
worker_processes {cores};
pid {folder}/nginx.pid;
daemon off;
error_log {folder}/nginx.log warn;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    tcp_nodelay on;
    keepalive_requests 1000000;
    types {{ }}
    default_type "text/html; charset=utf-8";
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:PORT;
        root {folder}/www;
        add_header Content-Encoding br;
    }}
}}
"""
WSGI = """
from pathlib import Path

BODY = Path(__file__).with_name("body").read_bytes()
HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "br"),
           ("Content-Length", str(len(BODY)))]


def application(environ, start_response):
    start_response("200 OK", HEADERS)
    return [BODY]
"""
BARE_SETTINGS = """
from .base import *

DEBUG = False
SECRET_KEY = "bare"
ALLOWED_HOSTS = ["*"]
WAGTAILADMIN_BASE_URL = "http://127.0.0.1"
"""
BARE_POSTGRES = """
DATABASES = {{"default": {{"ENGINE": "django.db.backends.postgresql", "NAME": "bare",
    "USER": "postgres", "HOST": {socket!r}, "CONN_MAX_AGE": 600}}}}
"""
BARE_TEMPLATE = "<!doctype html><title>{{ page.title }}</title><h1>{{ page.title }}</h1>\n"
BARE_PAGES = """
import os, sys, uuid
os.environ["DJANGO_SETTINGS_MODULE"] = "bare.settings.bench"
import django
django.setup()
from rows import insert, next_keys
from django.contrib.contenttypes.models import ContentType
from home.models import HomePage
from wagtail.models import Locale, Page

home, count = HomePage.objects.first(), int(sys.argv[1])
content_type = ContentType.objects.get_for_model(HomePage).pk
locale = Locale.get_default().pk
for start in range(0, count, 5000):
    size = min(5000, count - start)
    keys = list(next_keys(Page, size))
    insert(Page, [{"id": key, "path": Page._get_path(home.path, home.depth + 1, start + n + 1),
        "depth": home.depth + 1, "numchild": 0, "title": f"Page {start + n}",
        "draft_title": f"Page {start + n}", "slug": f"page-{start + n}",
        "url_path": f"{home.url_path}page-{start + n}/", "content_type_id": content_type,
        "locale_id": locale, "translation_key": uuid.uuid4(), "live": True}
        for n, key in enumerate(keys)])
    insert(HomePage, [{"page_ptr_id": key} for key in keys])
Page.objects.filter(pk=home.pk).update(numchild=count)
"""


def nginx(folder: Path, body: bytes, env: dict[str, str]) -> Server | None:
    """nginx with a file of these bytes at /body; None where it is not installed."""
    if not NGINX:
        return None
    www = folder / "www"
    www.mkdir(parents=True, exist_ok=True)
    for name in ("body", "index.html"):
        (www / name).write_bytes(body)
    # The whole folder is read by nginx's own user.
    for place in (folder, *folder.parents[:-1], www):
        if place.stat().st_uid == os.getuid() and place.is_relative_to("/tmp"):  # noqa: S108
            place.chmod(place.stat().st_mode | 0o055)
    (folder / "nginx.tmpl").write_text(NGINX_CONF.format(folder=folder, cores=os.cpu_count()))
    # The port is known only when the server starts.
    shell = f"sed s/PORT/{{port}}/ nginx.tmpl > nginx.conf && exec {NGINX} -c {folder}/nginx.conf"
    command = ["sh", "-c", shell]
    return start_web("nginx, file", command, env, folder / "nginx.out", folder)


def wsgi(folder: Path, body: bytes, env: dict[str, str]) -> Server:
    """A function that returns these bytes, under our gunicorn with our settings of it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "body").write_bytes(body)
    (folder / "bare_wsgi.py").write_text(WSGI)
    command = [*GUNICORN, "--bind", "127.0.0.1:{port}", "--pythonpath", f"{ROOT}/site,{folder}"]
    return start_web("WSGI function", [*command, "bare_wsgi"], env, folder / "wsgi.log")


def wagtail(folder: Path, articles: int, env: dict[str, str], database_url: str | None) -> Server:
    """What `wagtail start` makes, with a template of one line, and so many pages."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    log = folder.with_suffix(".log")
    env = {name: value for name, value in env.items() if name != "DATABASE_URL"}
    env |= {"DJANGO_SETTINGS_MODULE": "bare.settings.bench", "PYTHONPATH": str(folder)}
    _run(
        [
            str(PYTHON),
            "-c",
            "from wagtail.bin.wagtail import main; main()",
            "start",
            "bare",
            str(folder),
        ],
        env,
        folder,
        log,
    )
    settings = BARE_SETTINGS
    if database_url:
        socket = database_url.partition("@")[2].rpartition("/")[0].replace("%2F", "/")
        settings += BARE_POSTGRES.format(socket=socket)
    (folder / "bare/settings/bench.py").write_text(settings)
    (folder / "home/templates/home/home_page.html").write_text(BARE_TEMPLATE)
    (folder / "pages.py").write_text(BARE_PAGES)
    shutil.copy(ROOT / "demo/synthetic/rows.py", folder / "rows.py")
    _run([str(PYTHON), "manage.py", "migrate", "--verbosity", "0"], env, folder, log)
    _run([str(PYTHON), "pages.py", str(articles)], env, folder, log)
    # As many processes and threads as ours has; our worker knows a site of ours only.
    shape = ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--preload"]
    command = [*GUNICORN, "--config", os.devnull, *shape, "--bind", "127.0.0.1:{port}"]
    command += ["--pythonpath", str(folder), "bare.wsgi"]
    return start_web("bare Wagtail", command, env, log, folder)


def _run(command: list[str], env: dict[str, str], cwd: Path, log: Path) -> None:
    with log.open("a") as told:
        done = processes.run(command, env, cwd=cwd, stdout=told, stderr=told)
    if done.returncode:
        print(log.read_text()[-3000:], file=sys.stderr)
        raise SystemExit("La référence Wagtail n’a pas pu être préparée.")
