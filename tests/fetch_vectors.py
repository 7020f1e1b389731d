"""Ways in which a form could try to load something: ``{url}`` stands for what it tries to load."""

from __future__ import annotations

from base64 import b64encode


def _drawing(inside: str) -> str:
    """Return a picture whose drawing, handed over as data, tries to load something itself."""
    return f"<img src='data:image/svg+xml;utf8,<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">{inside}</svg>'>"


VECTORS: dict[str, str] = {
    "picture": '<img src="{url}">',
    "picture, upper case": '<IMG SRC="{upper}">',
    "picture with blanks": '<img src="  {url}  ">',
    "object": '<object data="{url}" type="image/png">x</object>',
    "embed": '<embed src="{url}">',
    "iframe": '<iframe src="{url}"></iframe>',
    "input": '<input type="image" src="{url}">',
    "video": '<video poster="{url}" src="{url}"></video>',
    "script": '<script src="{url}"></script>',
    "style sheet": '<link rel="stylesheet" href="{url}">',
    "style sheet, print": '<link rel="stylesheet" media="print" type="text/css" href="{url}">',
    "icon": '<link rel="icon" href="{url}">',
    "attachment": '<link rel="attachment" href="{url}">',
    "attachment behind words": '<a rel="attachment" href="{url}">x</a>',
    "attachment in a drawing's words": '<svg><a rel="attachment" href="{url}"><text>x</text></a></svg>',
    "base for a picture": '<base href="{folder}"><img src="{name}">',
    "base for a style sheet": '<base href="{folder}"><link rel="stylesheet" href="{name}">',
    "base for an attachment": '<base href="{folder}"><a rel="attachment" href="{name}">x</a>',
    "refresh": '<meta http-equiv="refresh" content="0;url={url}">',
    "import": '<style>@import url("{url}");</style>',
    "import, bare": '<style>@import "{url}" print;</style>',
    "import in data": '<style>@import url("data:text/css,@import%20url({url})");</style>',
    "font": '<style>@font-face{{font-family:F;src:url("{url}")}} p{{font-family:F}}</style><p>x',
    "font after a local one": '<style>@font-face{{font-family:F;src:local("DejaVu Sans"),url("{url}")}} p{{font-family:F}}</style><p>x',
    "background": '<p style="background:url({url})">x',
    "background layers": '<p style="background-image:none,url({url})">x',
    "background by variable": '<style>p{{--u:url("{url}");background:var(--u)}}</style><p>x',
    "background of the page": '<style>@page{{background:url("{url}")}}</style>x',
    "page margin": '<style>@page{{@top-left{{content:url("{url}")}}}}</style>x',
    "list mark": '<ul style="list-style-image:url({url})"><li>x</ul>',
    "content": '<style>p::before{{content:url("{url}")}}</style><p>x',
    "content of an attribute": '<style>p::before{{content:attr(data-u url)}}</style><p data-u="{url}">x',
    "border picture": '<p style="border:3px solid;border-image-source:url({url});border-image-slice:1">x',
    "mask": '<p style="mask-image:url({url});mask:url({url})">x',
    "cursor": '<p style="cursor:url({url}),auto">x',
    "colour profile": '<style>@color-profile --c{{src:url("{url}")}} p{{color:color(--c 1 0 0)}}</style><p>x',
    "background attribute": '<body background="{url}"><table background="{url}"><tr><td>x</table>',
    "drawing with a picture": '<svg width="9" height="9"><image href="{url}" width="9" height="9"/></svg>',
    "drawing with an old picture": '<svg width="9" height="9" xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="{url}" width="9" height="9"/></svg>',
    "drawing that uses another": '<svg width="9" height="9"><use href="{url}#x"/></svg>',
    "drawing with a base": '<svg width="9" height="9" xml:base="{folder}"><image href="{name}" width="9" height="9"/></svg>',
    "drawing with a style": '<svg width="9" height="9"><style>@import url("{url}"); rect{{fill:url({url}#x)}}</style><rect width="9" height="9"/></svg>',
    "drawing with a filter": '<svg width="9" height="9"><rect width="9" height="9" fill="url({url}#g)" filter="url({url}#f)" mask="url({url}#m)"/></svg>',
    "data drawing with a picture": _drawing('<image href="{url}" width="9" height="9"/>'),
    "data drawing with a style": _drawing('<style>@import url("{url}");</style><rect width="9" height="9"/>'),
    "data drawing with a style sheet": _drawing('<link xmlns="http://www.w3.org/1999/xhtml" rel="stylesheet" href="{url}"/>'),
    "data page": '<iframe src="data:text/html,<img src={url}>"></iframe><object data="data:text/html,<img src={url}>"></object>',
}

_ENTITY = '<!DOCTYPE svg [<!ENTITY e SYSTEM "{url}">]><svg xmlns="http://www.w3.org/2000/svg" width="99" height="20"><text y="15">&e;</text></svg>'
_INSTRUCTION = '<?xml-stylesheet href="{url}"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


def page(vector: str, url: str) -> str:
    """Return the page of one vector for one address."""
    folder, _, name = url.rpartition("/")
    scheme, _, rest = url.partition(":")
    return VECTORS[vector].format(url=url, upper=f"{scheme.upper()}:{rest}", folder=folder + "/", name=name)


def encoded_drawings(url: str) -> list[str]:
    """Return pages with drawings in base64: an outside entity, and an outside style sheet."""
    sources = [text.replace("{url}", url) for text in (_ENTITY, _INSTRUCTION)]
    return [f'<img src="data:image/svg+xml;base64,{b64encode(source.encode()).decode()}">' for source in sources]
