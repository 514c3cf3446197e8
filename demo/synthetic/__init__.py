"""Any number of plausible articles for load and scale work, written in bulk.

The archive is shaped like a newsroom's: few tags, authors and sections have most of the articles,
the newest thousand articles keep their history, some are corrected, some are picked for a dossier.
"""

from demo.synthetic.archive import make

__all__ = ["make"]
