"""Files that students of the demo hand in: a plan of the garden and pages of a notebook, drawn here."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

PAPER, INK, SOIL, WATER, GREEN = "#fbf8f1", "#3b332b", "#b98a5e", "#7fb2cf", "#8fb572"
BEDS = (("Beans", GREEN), ("Corn", "#e0c055"), ("Salad", "#bcd48f"), ("Tomatoes", "#d9826a"))
NOTES = (
    ("Monday", "Sun, 24 degrees. Beans: 1 can. Corn: half a can.", "The soil was dry under the corn."),
    ("Tuesday", "Rain in the morning. No watering.", "The beans climbed 4 cm on the corn."),
    ("Wednesday", "Cloudy, 19 degrees. Beans: half a can.", "A snail ate one leaf."),
)


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


def notebook() -> bytes:
    """A PDF of two pages: what was seen each day, and how tall the plants were."""
    large, small = ImageFont.load_default(40), ImageFont.load_default(26)
    days, pen = _sheet(1000, 1400)
    pen.text((80, 80), "Notes from the bed", INK, large)
    for number, (day, *lines) in enumerate(NOTES):
        above = 200 + number * 220
        pen.text((80, above), day, INK, large)
        for shift, line in enumerate(lines):
            pen.text((80, above + 64 + 40 * shift), line, INK, small)
    heights, pen = _sheet(1000, 1400)
    pen.text((80, 80), "How tall they grew", INK, large)
    pen.line((140, 240, 140, 1000, 900, 1000), INK, 5)
    for number, (name, colour) in enumerate(BEDS):
        left, tall = 190 + number * 180, 620 - number * 140
        pen.rectangle((left, 1000 - tall, left + 110, 998), colour, INK, 3)
        pen.text((left, 1020), name, INK, small)
    target = BytesIO()
    days.save(target, "PDF", save_all=True, append_images=[heights], resolution=120)
    return target.getvalue()
