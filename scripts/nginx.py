"""The nginx of `deploy/`, for tests and measures: on a port of our own, without certificates."""

import os
import re
import shutil
from pathlib import Path

from scripts.environment import ROOT

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
PACKAGES = ("nginx", "libnginx-mod-http-brotli-static")
MAIN = """
daemon off;
pcre_jit on;
{user}
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
load_module {brotli};
events {{}}
http {{
    include /etc/nginx/mime.types;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000;
    access_log off;
    client_body_temp_path {folder}/temp;
    proxy_temp_path {folder}/temp;
    fastcgi_temp_path {folder}/temp;
    uwsgi_temp_path {folder}/temp;
    scgi_temp_path {folder}/temp;
    include {folder}/site.conf;
}}
"""


def write(folder: Path, listen: str, site: str, headers: str, **others: str) -> Path:
    """Write the configuration into `folder`, which holds the site's data; return its file.

    listen: address and port, site: of gunicorn, as nginx writes them. headers: what `manage.py
    nginx_headers` says. others: what to replace in the configuration besides.
    """
    (folder / "headers.conf").write_text(headers)
    text = (ROOT / "deploy/nginx.conf").read_text()
    text = re.sub(r"server \{\n    listen 80;.*?\n\}\n", "", text, flags=re.DOTALL)
    text = re.sub(r".*(?:ssl_certificate|listen \[::\]).*\n", "", text)
    ours = {
        "listen 443 ssl http2": f"listen {listen}",
        "unix:/run/actujet/web.sock": site,
        "/etc/nginx/snippets/actujet-headers.conf": f"{folder}/headers.conf",
        "/srv/actujet/data/": f"{folder}/",
    }
    for before, now in (ours | others).items():
        if before not in text:
            raise ValueError(f"deploy/nginx.conf has no {before}")
        text = text.replace(before, now)
    (folder / "site.conf").write_text(text)
    user = "user root;" if os.geteuid() == 0 else ""
    file = folder / "nginx.conf"
    file.write_text(MAIN.format(folder=folder, user=user, brotli=BROTLI))
    return file
