"""Photographs as cameras and programs leave them, saying where and by whom they were taken."""

import struct
from io import BytesIO
from zlib import crc32

from PIL import Image, ImageCms
from PIL.ExifTags import GPS, IFD, Base
from PIL.PngImagePlugin import PngInfo

# Every one of these must be gone from whatever is stored. Each is a word of its own.
CAPTION, ARTIST, RIGHTS, AGENCY = "Zyxlegende", "Zyxauteur", "Zyxdroits", "Zyxagence"
MAKER, COMMENT, TRAILER, PLACE = "Zyxappareil", "Zyxcommentaire", "Zyxsuite", "Zyxlieu"
MARK = b"Zyx"
# As the camera's GPS writes it: the seconds are no number that pixels hold by chance.
LATITUDE = (12.0, 39.0, 17.654321)
GPS_BYTES = b"Zyxlieu"
FORMATS = ("jpeg", "png", "webp", "avif", "heic", "gif")
TURNED = 6

XMP = f"""<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?>
<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>
<rdf:Description xmlns:dc='http://purl.org/dc/elements/1.1/'
 xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' xmlns:exif='http://ns.adobe.com/exif/1.0/'
 photoshop:Credit='{AGENCY}' photoshop:DateCreated='2026-11-03T10:12:00'
 exif:GPSLatitude='12,39.29N'>
<dc:creator><rdf:Seq><rdf:li>{ARTIST}</rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang='x-default'>{RIGHTS}</rdf:li></rdf:Alt></dc:rights>
<dc:description><rdf:Alt><rdf:li xml:lang='x-default'>{CAPTION}</rdf:li></rdf:Alt></dc:description>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>""".encode()


def exif(orientation: int = 1) -> Image.Exif:
    data = Image.Exif()
    data[Base.Orientation] = orientation
    data[Base.Artist] = ARTIST
    data[Base.Copyright] = RIGHTS
    data[Base.ImageDescription] = CAPTION
    data[Base.Make] = MAKER
    details = data.get_ifd(IFD.Exif)
    details[Base.DateTimeOriginal] = "2026:11:03 10:12:00"
    details[Base.MakerNote] = MAKER.encode() * 3
    place = data.get_ifd(IFD.GPSInfo)
    place[GPS.GPSLatitudeRef] = "N"
    place[GPS.GPSLatitude] = LATITUDE
    place[GPS.GPSAreaInformation] = PLACE
    return data


def iptc() -> bytes:
    """An APP13 segment as agencies write it."""

    def record(number: int, text: str) -> bytes:
        data = text.encode()
        return b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(data)) + data

    body = record(80, ARTIST) + record(110, AGENCY) + record(116, RIGHTS)
    body += record(120, CAPTION) + record(55, "20261103")
    body += b"\0" * (len(body) % 2)
    block = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(body)) + body
    data = b"Photoshop 3.0\0" + block
    return b"\xff\xed" + struct.pack(">H", len(data) + 2) + data


def pixels(size: tuple[int, int] = (120, 80)) -> Image.Image:
    """A picture whose upper left quarter is red: turned or not is seen at once."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    picture.paste((250, 20, 20), (0, 0, size[0] // 2, size[1] // 2))
    return picture


def photograph(
    kind: str,
    orientation: int = 1,
    size: tuple[int, int] = (120, 80),
    *,
    camera: bool = True,
    xmp: bool = True,
    agency: bool = True,
) -> bytes:
    """A file of `kind` with all that this format can carry."""
    picture, file = pixels(size), BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    options: dict[str, object] = {"icc_profile": profile}
    if camera and kind != "gif":
        # As bytes, of which the coder of HEIC makes the turn that telephones write.
        options["exif"] = exif(orientation).tobytes()
    if xmp and kind in ("jpeg", "webp", "avif", "heic"):
        options["xmp"] = XMP
    if kind == "jpeg":
        picture.save(file, "JPEG", comment=COMMENT.encode(), quality=85, **options)
        content = file.getvalue()
        return (
            content[:2] + (iptc() if agency else b"") + content[2:] + TRAILER.encode() + exif_tail()
        )
    if kind == "png":
        words = PngInfo()
        words.add_text("Author", ARTIST)
        words.add_text("Description", CAPTION, zip=True)
        if xmp:
            words.add_itxt("XML:com.adobe.xmp", XMP.decode())
        picture.save(file, "PNG", pnginfo=words, **options)
        return file.getvalue() + TRAILER.encode()
    if kind == "gif":
        picture.save(file, "GIF", comment=COMMENT.encode())
        content = file.getvalue()
        packet = b"\x21\xff\x0bXMP DataXMP" + XMP + b"\x01" + bytes(range(255, -1, -1)) + b"\0"
        return content[:-1] + packet + b";" + TRAILER.encode()
    if kind == "webp":
        picture.save(file, "WEBP", quality=85, **options)
        return file.getvalue() + TRAILER.encode()
    picture.save(file, {"avif": "AVIF", "heic": "HEIF"}[kind], quality=85, **options)
    return file.getvalue()


def exif_tail() -> bytes:
    """What phones hang behind the end of a picture: another one, with camera data of its own."""
    file = BytesIO()
    pixels((16, 16)).save(file, "JPEG", exif=exif())
    return file.getvalue()


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc32(name + data))


def is_red(picture: Image.Image, across: float, down: float) -> bool:
    """Whether the point at these shares of width and height is of the red quarter."""
    point = (int(picture.width * across), int(picture.height * down))
    red, green, blue = picture.convert("RGB").getpixel(point)
    return bool(red > 180 and green < 90 and blue < 90)
