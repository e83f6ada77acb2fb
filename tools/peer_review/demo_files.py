"""Files that students of the demo hand in: a plan of the garden, drawn here."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

PAPER, INK, SOIL, WATER, GREEN = "#fbf8f1", "#3b332b", "#b98a5e", "#7fb2cf", "#8fb572"
BEDS = (("Beans", GREEN), ("Corn", "#e0c055"), ("Salad", "#bcd48f"), ("Tomatoes", "#d9826a"))


def _sheet(width: int, height: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    sheet = Image.new("RGB", (width, height), PAPER)
    return sheet, ImageDraw.Draw(sheet)


def plan() -> bytes:
    """A PNG of the beds, the pond and the compost, seen from above."""
    sheet, pen = _sheet(1200, 800)
    large, small = ImageFont.load_default(44), ImageFont.load_default(30)
    pen.text((60, 36), "Our garden from above", INK, large)
    for number, (name, colour) in enumerate(BEDS):
        left = 60 + number * 200
        pen.rounded_rectangle((left, 140, left + 170, 520), 14, colour, SOIL, 6)
        pen.text((left + 20, 160), name, INK, small)
    pen.ellipse((900, 160, 1140, 380), WATER, INK, 4)
    pen.text((970, 250), "Pond", INK, small)
    pen.rectangle((920, 460, 1120, 620), SOIL, INK, 4)
    pen.text((940, 520), "Compost", INK, small)
    pen.line((60, 640, 840, 640), INK, 6)
    pen.text((60, 660), "12 m", INK, small)
    pen.text((60, 730), "North is above.", INK, small)
    target = BytesIO()
    sheet.save(target, "PNG")
    return target.getvalue()
