#!/usr/bin/python3
"""The printed OSHA forms and their workbooks, looked at with the tools that people open them with."""
import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import traceback
import zipfile

import openpyxl
from PIL import Image, ImageDraw, ImageFont

RENDERER = "build/" + os.environ.get("MODE", "release") + "/tests/integration/osha_forms_program"
FONTS = "/usr/share/fonts/truetype/"
TOLERANCE = 3.0  # points

# Words of the official forms with the left end of their baseline (x, y from below), measured from the
# published PDF.
OFFICIAL = {
    "300-1.pdf": [
        ("OSHA’s", 34, 579.7), ("(Rev.", 184, 579.7), ("Log", 35, 555.5), ("Attention:", 570, 574.1),
        ("Year", 850, 555.8), ("Please", 32, 513.8), ("Reminders:", 460, 514.1), ("(A)", 60, 421.3),
        ("(B)", 110, 421.3), ("(C)", 208, 421.3), ("(D)", 270, 421.3), ("(E)", 354, 421.3),
        ("(F)", 480, 421.3), ("(G)", 608, 358.1), ("(H)", 648, 358.2), ("(I)", 695, 358.2),
        ("(J)", 740, 358.2), ("(K)", 788, 351.7), ("(L)", 832, 351.7), ("(M)", 870, 379.6),
        ("Establishment", 758, 495.7), ("City", 759, 471.4), ("State", 895, 470.4), ("Remained", 689, 393.5),
        ("Page", 532, 53.3), ("Describe", 423, 408), ("Employee’s", 92, 406.4), ("Death", 604, 370.8),
    ],
    "300a.pdf": [
        ("OSHA’s", 31, 564.7), ("Summary", 30, 535.1), ("Year", 852, 559.1), ("(G)", 46, 324.4),
        ("(H)", 139, 324.4), ("(I)", 239, 324.4), ("(J)", 347, 324.4), ("(K)", 49, 217.9),
        ("(L)", 210, 217.9), ("(M)", 51, 156.5), ("Injuries", 41, 142.3), ("Poisonings", 238, 141.4),
        ("Hearing", 238, 119.4), ("Post", 29, 64.9), ("Street", 661, 419.3), ("Zip", 863, 391.9),
        ("Industry", 660, 367.2), ("North", 660, 327.1), ("Annual", 660, 247.8), ("Sign", 661, 203.2),
        ("Knowingly", 660, 183.4), ("Company", 660, 123.1), ("Title", 840, 123.1), ("Phone", 660, 105.4),
        ("Date", 822, 105.4),
    ],
    "301-0.pdf": [
        ("OSHA’s", 33, 577.9), ("Attention:", 574, 565.1), ("1)", 298, 473.5), ("2)", 298, 448.2),
        ("3)", 298, 398), ("4)", 298, 369), ("5)", 298, 337.8), ("6)", 298, 286.1), ("7)", 298, 231.4),
        ("8)", 298, 134.3), ("9)", 298, 88.2), ("10)", 596, 480.1), ("11)", 596, 457.9), ("12)", 596, 429.7),
        ("13)", 596, 413.5), ("14)*", 597, 366.4), ("15)*", 598, 288.8), ("16)*", 598, 201.1),
        ("17)*", 598, 144), ("18)", 598, 84.6), ("Facility", 308, 208.3), ("Completed", 26, 129.2),
        ("Title", 26, 102.8), ("Phone", 25, 76.1),
    ],
}

VERBATIM = {
    "300-1.pdf": [
        "Attention: This form contains information relating to employee health and must be used in a manner "
        "that protects the confidentiality of employees to the extent possible while the information is being "
        "used for occupational safety and health purposes.",
    ],
    "300a.pdf": [
        "Employees, former employees, and their representatives have the right to review the OSHA Form 300 in "
        "its entirety. They also have limited access to the OSHA Form 301 or its equivalent. See 29 CFR Part "
        "1904.35, in OSHA’s recordkeeping rule, for further details on the access provisions for these forms.",
        "Knowingly falsifying this document may result in a fine.",
        "I certify that I have examined this document and that to the best of my knowledge the entries are "
        "true, accurate, and complete.",
        "Post this Summary page from February 1 to April 30 of the year following the year covered by the form.",
    ],
}

folder = ""
count = 0
failures = 0


def path(name):
    return os.path.join(folder, name)


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def words(name, page):
    """Words of a page: text, left, baseline from below (by the descent of the box), right, top from below."""
    _, out, _ = run("pdftotext", "-bbox", "-f", str(page), "-l", str(page), path(name), "-")
    height = float(re.search(r'<page width="[\d.]+" height="([\d.]+)"', out).group(1))
    found = []
    for x0, y0, x1, y1, text in re.findall(
            r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>', out):
        text = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
        found.append((text, float(x0), height - float(y1), float(x1), height - float(y0)))
    return found


def text_of(name, *options):
    return run("pdftotext", *options, path(name), "-")[1]


def flat(text):
    return re.sub(r"\s+", " ", text)


def case(title):
    """Registers a test case, in the order of the file."""
    def wrap(body):
        CASES.append((title, body))
        return body
    return wrap


CASES = []


@case("every PDF is well-formed")
def _():
    for name in sorted(os.listdir(folder)):
        if name.endswith(".pdf"):
            code, out, err = run("qpdf", "--check", path(name))
            assert code == 0, (name, out, err)


@case("every font is embedded")
def _():
    for name in ("300-11.pdf", "300a.pdf", "301-1.pdf"):
        rows = run("pdffonts", path(name))[1].splitlines()[2:]
        assert rows, name
        for row in rows:
            assert row.split()[-5] == "yes", (name, row)


@case("the same cases give the same bytes")
def _():
    with open(path("pack-11.pdf"), "rb") as one, open(path("pack-11-again.pdf"), "rb") as other:
        assert one.read() == other.read()


@case("labels stand where the official forms have them")
def _():
    for name, expected in OFFICIAL.items():
        there = words(name, 1)
        for text, x, y in expected:
            near = [w for w in there if w[0] == text and abs(w[1] - x) <= TOLERANCE
                    and w[2] - 1 <= y + TOLERANCE and w[4] >= y]
            assert near, (name, text, x, y, [w for w in there if w[0] == text])


@case("the quoted phrases are there word by word")
def _():
    for name, phrases in VERBATIM.items():
        text = flat(text_of(name, "-raw"))
        for phrase in phrases:
            assert phrase in text, (name, phrase)


@case("ten lines a page, numbered pages, page totals")
def _():
    for name, log_pages in (("300-0.pdf", 1), ("300-1.pdf", 1), ("300-11.pdf", 2), ("300-500.pdf", 50)):
        pages = int(re.search(r"Pages:\s+(\d+)", run("pdfinfo", path(name))[1]).group(1))
        assert pages >= log_pages, name
        text = [flat(page) for page in text_of(name).split("\f")]
        assert sum("Step 1. Identify the person" in page for page in text) == log_pages, name
        for number in range(pages):
            assert f"Page {number + 1} of {pages}" in text[number], (name, number)


def page_totals(name, page):
    """The numbers on the line of page totals by the column they stand in."""
    lefts = {"G": 603, "H": 642.5, "I": 687, "J": 735, "K": 783, "L": 828, "1": 869, "2": 891, "3": 910,
             "4": 930.8, "5": 951.4, "6": 973.5}
    found = {}
    for text, x0, y0, _, y1 in words(name, page):
        if text.isdigit() and y0 > 38 and y1 < 70 and x0 > 600:
            found[max((left, column) for column, left in lefts.items() if left <= x0 + 1)[1]] = int(text)
    return found


@case("page totals of all pages add up to the cases that are not lined out")
def _():
    with open(path("300.csv"), encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["lined_out"] == "no"]
    expected = {letter: sum(row["outcome"] == letter for row in rows) for letter in "GHIJ"}
    expected["K"] = sum(int(row["days_away"]) for row in rows)
    expected["L"] = sum(int(row["days_restricted"]) for row in rows)
    expected.update({str(kind): sum(row["type"] == str(kind) for row in rows) for kind in range(1, 7)})
    totals = [page_totals("300-11.pdf", page) for page in (1, 2)]
    both = {column: totals[0][column] + totals[1][column] for column in expected}
    assert both == expected, (both, expected)
    assert set(page_totals("300-0.pdf", 1).values()) == {0}


@case("privacy cases have no name on the log")
def _():
    text = flat(text_of("300-11.pdf"))
    assert "privacy case" in text
    with open(path("300.csv"), encoding="utf-8", newline="") as file:
        row = [row for row in csv.DictReader(file) if row["case_number"] == "011"][0]
    assert row["privacy"] == "yes" and row["employee_name"] == "privacy case"


@case("nothing is cut off: what does not fit goes on, in full, on a continuation sheet")
def _():
    for name, last_words in (("300-11.pdf", "ENDOFLOGTEXT"), ("301-1.pdf", "ENDOFSTORY")):
        text = flat(text_of(name, "-raw"))
        assert "(cont.)" in text and "Continuation sheet" in text and last_words in text, name
    story = flat(text_of("301-1.pdf", "-raw"))
    for number in range(1, 14):
        assert story.count(f"Sentence {number}:") >= 1, number
    assert "Continuation sheet" not in text_of("301-0.pdf")


@case("the copy for the union has items 10 to 18 only")
def _():
    text = flat(text_of("301-2.pdf"))
    assert "Nguyễn" not in text and "Παπαδόπουλος" not in text and "1 Elm Street" not in text
    assert "Carrying roofing materials up a ladder." in text and "1904.35" in text


def ink(image):
    """Sum of darkness."""
    return sum(level * amount for level, amount in zip(range(255, -1, -1), image.histogram()))


def drawn(text, font, size, dots):
    """Ink of a text when another renderer draws it from the same font file."""
    face = ImageFont.truetype(FONTS + font, int(round(size * dots / 72)))
    image = Image.new("L", (int(face.getlength(text)) + 80, face.size * 3), 255)
    ImageDraw.Draw(image).text((40, face.size), text, font=face, fill=0)
    return ink(image)


@case("names of every script are drawn whole: as much ink as another renderer needs")
def _():
    dots = 576
    run("pdftoppm", "-r", str(dots), "-f", "1", "-l", "1", "-gray", "-png", path("300-11.pdf"), path("names"))
    page = Image.open([path(f) for f in os.listdir(folder) if f.startswith("names")][0])
    scale = dots / 72
    fonts = {
        "droid/DroidSansFallbackFull.ttf": ("李", "机", "械"),
        "nanum/NanumGothic.ttf": ("김철수",),
        "noto/NotoSans-Regular.ttf": ("Nguyễn", "Tuyết", "Ánh", "Жуков", "Παπαδόπουλος", "Łukasz", "Ẫ", "Ệ", "Ử"),
    }
    for font, text in ((font, text) for font, texts in fonts.items() for text in texts):
        word = [w for w in words("300-11.pdf", 1) if w[0] == text and w[1] < 200][0]
        box = [(word[1] - 0.8) * scale, page.height - (word[4] + 2) * scale, (word[3] + 0.8) * scale,
               page.height - (word[2] + 0.8) * scale]
        got, wanted = ink(page.crop([int(v) for v in box])), drawn(text, font, 9, dots)
        assert 0.9 < got / wanted < 1.1, (text, got / wanted)


def sheet(name, title):
    return openpyxl.load_workbook(path(name))[title]


@case("the workbook has a frozen header, filters, typed cells and print setup")
def _():
    log = sheet("osha-11.xlsx", "300")
    assert log.freeze_panes == "B5" and log.auto_filter.ref == "A4:T15" and log.print_title_rows == "$4:$4"
    assert log.page_setup.orientation == "landscape"
    assert log.page_setup.fitToWidth in (None, 1) and log.page_setup.fitToHeight == 0
    assert "&P" in log.oddFooter.right.text and "&N" in log.oddFooter.right.text
    assert log["A5"].value == "001" and log["A5"].data_type == "s"
    assert log["D5"].is_date and log["D5"].value.isoformat().startswith("2025-01-03")
    assert log["F7"].value.startswith("=HYPERLINK") and log["F7"].data_type == "s" or log["F7"].quotePrefix
    assert log["K6"].value == 8 and log["B8"].value == "李 机 械" and log["B15"].value == "privacy case"
    assert log["A12"].font.strike and not log["A11"].font.strike
    rows = sheet("osha-11.xlsx", "300A").iter_rows(min_row=2)
    summary = {row[0].value: row[1] for row in rows if row[0].value}
    for label, value in (("ZIP", "01103"), ("Employer identification number (EIN)", "012345678")):
        assert summary[label].value == value and summary[label].data_type == "s"
    incident = sheet("osha-11.xlsx", "301")
    labels = [cell.value for cell in incident[2]]
    assert incident.freeze_panes == "D3" and labels[2] == "1) Full name"
    assert incident.cell(3, labels.index("3) Date of birth") + 1).is_date


@case("LibreOffice recalculates the totals to what we wrote, and runs no text as a formula")
def _():
    for name in ("osha-0.xlsx", "osha-11.xlsx", "osha-500.xlsx"):
        fresh = path("recalculated")
        os.makedirs(fresh, exist_ok=True)
        code, out, err = run("soffice", f"-env:UserInstallation=file://{folder}/office", "--headless",
                             "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", fresh, path(name))
        assert code == 0, (out, err)
        ours = openpyxl.load_workbook(path(name), data_only=True)
        formulas = openpyxl.load_workbook(path(name))
        theirs = openpyxl.load_workbook(os.path.join(fresh, name), data_only=True)
        compared = 0
        for title in ("300", "300A"):
            for row in formulas[title].iter_rows():
                for cell in row:
                    if cell.data_type != "f":
                        continue
                    assert cell.value.startswith(("=SUM(", "=SUMIFS(", "=COUNTIFS(")), cell.value
                    mine, other = ours[title][cell.coordinate].value, theirs[title][cell.coordinate].value
                    assert mine == other, (name, title, cell.coordinate, cell.value, mine, other)
                    compared += 1
        assert compared == 14, compared


@case("the totals of the summary's workbook are those of the log's")
def _():
    book = openpyxl.load_workbook(path("osha-500.xlsx"), data_only=True)
    last = book["300"].max_row
    log = [book["300"].cell(last, column).value for column in range(7, 19)]
    summary = {row[2].value: row[1].value for row in book["300A"].iter_rows() if row[2].value}
    letters = ["(G)", "(H)", "(I)", "(J)", "(K)", "(L)"] + [f"(M) ({kind})" for kind in range(1, 7)]
    assert log == [summary[letter] for letter in letters], (log, summary)
    assert sum(log[:4]) == sum(log[6:]) > 400


@case("workbooks hold no path, no macro and one date")
def _():
    with zipfile.ZipFile(path("osha-11.xlsx")) as archive:
        core = archive.read("docProps/core.xml").decode()
        assert re.findall(r"20\d\d-\d\d-\d\dT[\d:]+Z", core) == ["2026-01-27T15:00:00Z"] * 2, core
        assert not [name for name in archive.namelist() if "vba" in name.lower() or "externa" in name.lower()]


@case("CSV and JSON agree with each other")
def _():
    with open(path("300.csv"), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(io.StringIO(file.read())))
    with open(path("300.json"), encoding="utf-8") as file:
        log = json.load(file)[0]
    assert len(rows) == len(log["cases"]) == 11
    assert rows[2]["description"] == "'" + log["cases"][2]["description"]
    for row, entry in zip(rows, log["cases"]):
        assert row["case_number"] == entry["case_number"] and row["outcome"] == entry["outcome"]
        assert int(row["days_away"]) == entry["days_away"]
    assert log["total_dafw_cases"] == sum(e["outcome"] == "H" and not e["lined_out"] for e in log["cases"])


def main():
    global folder, count, failures
    with tempfile.TemporaryDirectory(prefix="osha-forms-") as made:
        folder = made
        code, _, err = run(RENDERER, folder)
        if code != 0:
            print(f"Bail out! {RENDERER}: {err}")
            return 1
        print(f"1..{len(CASES)}")
        for title, body in CASES:
            count += 1
            try:
                body()
                print(f"ok {count} - {title}", flush=True)
            except Exception:  # every failure is a failed case, whatever it is
                failures += 1
                print(f"not ok {count} - {title}")
                for line in traceback.format_exc().splitlines():
                    print("# " + line, flush=True)
    return 1 if failures else 0


sys.exit(main())
