#!/usr/bin/python3
"""The report programs from the shell against a real database: a company is brought in from files, and what comes out adds up."""
import csv
import io
import json
import os
import re
import subprocess

import openpyxl

from tap import case, run, run_cases, sql, with_schema

YEAR = 2025
COLUMNS = ("year,establishment_code,establishment_name,case_number,employee_name,privacy,job_title,injury_date,where,"
           "description,outcome,days_away,days_restricted,days_estimated,type,lined_out")
CASES = 37

folder = ""


def report(program, *options, text=True):
    done = run(program, "--establishment", "DAY1", "--year", str(YEAR), *options, text=text)
    assert done.returncode == 0, done.stderr
    return done.stdout


def path(name):
    return os.path.join(folder, name)


def write(name, text):
    with open(path(name), "w", encoding="utf-8", newline="") as file:
        file.write(text)
    return path(name)


def log_text():
    lines = [COLUMNS]
    for i in range(1, CASES + 1):
        outcome = "HIJJ"[i % 4] if i != 20 else "G"
        away = i if outcome == "H" else 0
        restricted = i + 1 if outcome == "I" else 3 if outcome == "H" else 0
        privacy = i % 11 == 0
        lines.append(",".join([
            str(YEAR), "DAY1", "Dayton works", str(i), "privacy case" if privacy else f"Ána Łuczak {i}",
            "yes" if privacy else "no", "Press operator", f"{YEAR}-{1 + i % 9:02}-{1 + i % 28:02}", f"Line {i % 5}",
            f'"Strain, number {i}"', outcome, str(away), str(restricted), "yes" if i == 4 else "no",
            str(1 + i % 6), "yes" if i in (7, 22) else "no"]))
    text = "\r\n".join(lines) + "\r\n"
    # Days can be estimated only where there are days.
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows[3]["outcome"] == "H"
    return text


def import_file(kind, name, text, *options):
    done = run("muster", "import", kind, write(name, text), *options)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def prepare():
    assert run("muster", "organization", "add", "acme", "Acme Widgets, Inc.").returncode == 0
    import_file("establishments", "places.csv",
                "code,name,company_name,ein,street,city,state,zip,naics_code,industry_description,zone,keeps_records\n"
                "DAY1,Dayton works,Acme Widgets LLC,123456789,100 Main St,Dayton,OH,45402,332710,Machine shop,"
                "America/New_York,yes\n"
                "OMA1,Omaha store,Acme Widgets LLC,123456789,2 Elm St,Omaha,NE,68101,332710,Machine shop,"
                "America/Chicago,yes\n")
    import_file("hours", "hours.csv",
                "establishment,year,annual_average_employees,total_hours_worked,peak_employees\n"
                f"DAY1,{YEAR},480,960000,500\nOMA1,{YEAR},30,60000,40\n")
    import_file("cases", "log.csv", log_text())


def lines_that_count():
    rows = csv.DictReader(io.StringIO(log_text()))
    return [row for row in rows if row["lined_out"] == "no"]


def pdf_text(name, *options):
    return subprocess.run(["pdftotext", *options, path(name), "-"], capture_output=True, text=True, check=True).stdout


@case("the log comes back as it was brought in")
def _():
    assert report("osha300", "--format", "csv", text=False).decode() == log_text()


@case("brought in again, nothing changes")
def _():
    out = import_file("cases", "log.csv", log_text())
    assert out.startswith(f"0 new, 0 changed, {CASES} unchanged, 0 refused"), out


@case("a dry run with a bad line says which, writes nothing and fails only without --dry-run")
def _():
    text = log_text().replace(f"{YEAR},DAY1,Dayton works,1,", f"{YEAR},OMA1,,1,").replace(",H,4,", ",H,0,")
    lines = text.split("\r\n")
    bad = "\r\n".join([lines[0], lines[1], lines[4]])
    done = run("muster", "import", "cases", write("bad.csv", bad), "--dry-run")
    assert ":3: " in done.stderr and "1 new" in done.stdout and "1 refused; nothing was written" in done.stdout
    done = run("muster", "import", "cases", path("bad.csv"))
    assert done.returncode == 1
    assert run("osha301", "--establishment", "OMA1", "--year", str(YEAR)).returncode == 1


@case("the totals of the summary are the sums of the log's lines, in every format")
def _():
    rows = lines_that_count()
    expected = {
        "total_deaths": sum(r["outcome"] == "G" for r in rows),
        "total_dafw_cases": sum(r["outcome"] == "H" for r in rows),
        "total_djtr_cases": sum(r["outcome"] == "I" for r in rows),
        "total_other_cases": sum(r["outcome"] == "J" for r in rows),
        "total_dafw_days": sum(int(r["days_away"]) for r in rows),
        "total_djtr_days": sum(int(r["days_restricted"]) for r in rows),
        "total_injuries": sum(r["type"] == "1" for r in rows),
        "total_hearing_loss": sum(r["type"] == "5" for r in rows),
    }
    summary = next(csv.DictReader(io.StringIO(report("osha300a", "--format", "csv"))))
    for name, value in expected.items():
        assert int(summary[name]) == value, name
    from_json = json.loads(report("osha300a", "--format", "json"))
    from_json = from_json[0] if isinstance(from_json, list) else from_json
    assert f'"total_dafw_days": {expected["total_dafw_days"]}' in json.dumps(from_json)
    report("osha-pack", "-o", path("pack.pdf"))
    report("osha300a", "-o", path("summary.pdf"))
    printed = re.findall(r"\d+", pdf_text("summary.pdf"))
    for name, value in expected.items():
        assert str(value) in printed, name


@case("the workbook's formulas agree with the lines, also when LibreOffice works them out anew")
def _():
    report("osha300", "--format", "xlsx", "-o", path("log.xlsx"))
    subprocess.run(["soffice", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", folder,
                    "-env:UserInstallation=file://" + path("office"), path("log.xlsx")],
                   check=True, capture_output=True)
    book = openpyxl.load_workbook(path("log.xlsx"))
    assert any(str(cell.value).startswith("=") for row in book.worksheets[0].iter_rows() for cell in row)
    with open(path("log.csv"), encoding="utf-8") as file:
        assert str(sum(int(r["days_away"]) for r in lines_that_count())) in file.read()


@case("the pack holds the log, the summary and one report for each case that stands")
def _():
    pages = subprocess.run(["pdfinfo", path("pack.pdf")], capture_output=True, text=True, check=True).stdout
    text = pdf_text("pack.pdf")
    assert int(re.search(r"Pages: +(\d+)", pages)[1]) == 4 + 1 + len(lines_that_count()) + 1  # the proof page
    assert text.count("Injury and Illness Incident Report") >= len(lines_that_count())
    assert "Ána Łuczak 1" in text and "privacy case" in text.lower()


@case("a single incident report by its number, and by its number alone of no log")
def _():
    everybody = json.loads(report("osha301", "--format", "json"))
    hidden = json.loads(report("osha301", "--format", "json", "--hide-names"))
    private = {str(i) for i in range(1, CASES + 1) if i % 11 == 0}
    for named, masked in zip(everybody, hidden):
        if named["case_number"] in private:
            assert masked["full_name"] == "privacy case" and not masked["street"] and not masked["date_of_birth"]
        else:
            assert named == masked
    reports = json.loads(report("osha301", "--case", "5", "--format", "json"))
    assert len(reports) == 1 and "Ána Łuczak 5" in json.dumps(reports, ensure_ascii=False)
    assert run("osha301", "--case", "5").returncode == 1
    assert run("osha301", "--establishment", "DAY1", "--year", str(YEAR), "--case", "5000").returncode == 1


@case("a year without cases has a log and a summary of zeros")
def _():
    for program in ("osha300", "osha300a"):
        done = run(program, "--establishment", "OMA1", "--year", str(YEAR), "-o", path("empty.pdf"))
        assert done.returncode == 0, done.stderr
    summary = next(csv.DictReader(io.StringIO(
        run("osha300a", "--establishment", "OMA1", "--year", str(YEAR), "--format", "csv").stdout)))
    assert summary["total_deaths"] == "0" and summary["total_hours_worked"] == "60000"


@case("a certified summary names the executive, and says when a case was changed afterwards")
def _():
    sql("INSERT INTO person (id, organization_id, uuid, employee_number, given_name, family_name, created_at, updated_at)"
        " VALUES (1, 1, UUID(), 'E1', 'Ro', 'Le', NOW(6), NOW(6));"
        "INSERT INTO account (id, organization_id, person_id, login, created_at) VALUES (1, 1, 1, 'ro', NOW(6));"
        "INSERT INTO osha_certification (organization_id, uuid, establishment_id, year, executive, executive_standing, title,"
        " phone, certified_on, signed_at, signed_by_id, signed_by_name, figures, figures_sha256, file_sha256)"
        f" SELECT 1, UUID(), id, {YEAR}, 'María Hernández', 'officer', 'Vice President', '(413) 555-0100', '2026-01-27',"
        " NOW(6), 1, 'Ro Le', '{}', REPEAT('x', 32), REPEAT('x', 32) FROM establishment WHERE code = 'DAY1'")
    report("osha300a", "-o", path("certified.pdf"))
    text = pdf_text("certified.pdf")
    assert "María Hernández" in text and "Vice President" in text and "(413) 555-0100" in text
    one = next(csv.DictReader(io.StringIO(report("osha300a", "--format", "csv"))))
    assert one["changed_since_certification"] == "no"
    sql("UPDATE osha_case SET updated_at = NOW(6) + INTERVAL 1 SECOND WHERE case_number = '5'")
    one = next(csv.DictReader(io.StringIO(report("osha300a", "--format", "csv"))))
    assert one["changed_since_certification"] == "yes"


@case("nothing is written for OSHA while a rule is broken; then exactly the file")
def _():
    target = path("ita.csv")
    done = run("ita", "--kind", "cases", "--year", str(YEAR), "--establishment", "DAY1", "-o", target)
    assert done.returncode == 1 and not os.path.exists(target)
    assert "establishment DAY1, case 1: date_of_birth is missing" in done.stderr
    findings = json.loads(run("ita", "--kind", "cases", "--year", str(YEAR), "--establishment", "DAY1", "--check",
                              "--format", "json").stdout)
    assert findings["errors"] > 0 and findings["findings"][0]["field"]
    done = run("ita", "--kind", "summary", "--year", str(YEAR), "--establishment", "DAY1,OMA1", "-o", target)
    assert done.returncode == 0, done.stderr
    with open(target, "rb") as file:
        data = file.read()
    rows = data.split(b"\r\n")
    assert len(rows) == 4 and rows[3] == b"" and not data.startswith(b"\xef\xbb\xbf") and b"\n" not in data.replace(b"\r\n", b"")
    assert rows[2] == (b"Omaha store,123456789,Acme Widgets LLC,2 Elm St,Omaha,NE,68101,332710,Machine shop,21,,2025,30,60000,"
                       b"2,0,0,0,0,0,0,0,0,0,0,0,0,")


@case("complete cases make the file of cases, without a name in it")
def _():
    sql("UPDATE osha_case_report SET born_on = '1980-02-03', hired_on = '2010-04-05', sex = 'F', emergency_room = TRUE,"
        " inpatient = FALSE, event_at = '10:05', before_event = 'Lifting', injury = 'Strain', harmful_object = 'Box'")
    done = run("ita", "--kind", "cases", "--year", str(YEAR), "--establishment", "DAY1")
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert len(rows) == len(lines_that_count()) and len(rows[0]) == 24
    assert "uczak" not in done.stdout and rows[0]["date_of_birth"] == "02/03/1980" and rows[0]["time_of_incident"] == "10:05"
    away = sum(int(r["dafw_num_away"] or 0) for r in rows)
    assert away == sum(int(r["days_away"]) for r in lines_that_count())


@case("wrong use is 2, failure is 1, and both say why without writing")
def _():
    for program in ("osha300", "osha300a", "osha301", "osha-pack", "ita"):
        assert run(program, "--help").returncode == 0 and "Usage:" in run(program, "--help").stdout
        assert re.match(r"\S+ \d+\.\d+", run(program, "--version").stdout)
        done = run(program)
        assert done.returncode == 2 and done.stderr and not done.stdout, program
    done = run("osha300", "--establishment", "NOPE", "--year", str(YEAR))
    assert done.returncode == 1 and "NOPE" in done.stderr and not done.stdout
    assert run("osha300", "--establishment", "DAY1", "--year", "20x5").returncode != 0
    assert run("osha300", "--establishment", "DAY1", "--year", str(YEAR), "--format", "doc").returncode == 2
    assert run("osha300", "--establishment", "DAY1", "--year", str(YEAR), "-o", "/nowhere/x.pdf").returncode == 1


@case("a poster of an invitation carries its address, in both languages")
def _():
    uuid = "0192a000-0000-7000-8000-00000000abcd"
    sql(f"""INSERT INTO report_link (organization_id, uuid, token, name, created_at)
        SELECT id, '{uuid}', 'AAAAAAAAAAAAAAAAAAAAAA', 'Dock Łódź', NOW(6) FROM organization LIMIT 1""")
    assert run("report-poster", "--link", uuid, "-o", path("poster.pdf")).returncode == 0
    text = subprocess.run(["pdftotext", "-layout", path("poster.pdf"), "-"], capture_output=True, text=True, check=True).stdout
    for words in ("/report/AAAAAAAAAAAAAAAAAAAAAA", "Seen something unsafe? Tell us.", "¿Ha visto algo peligroso? Díganoslo.",
                  "Dock Łódź", "Somebody in danger?", "¿Alguien en peligro?"):
        assert words in text, (words, text)
    assert run("report-poster", "--link", uuid.replace("abcd", "abce")).returncode == 1
    assert run("report-poster").returncode == 2


@case("the written follow-up of a release has every item that is known and names those that are missing")
def _():
    sql("""INSERT INTO incident (id, organization_id, uuid, number, register, status, title, description, occurred_at, reported_at,
            establishment_id, severity, reporting, source, created_at, updated_at)
            SELECT 900, organization_id, UUID(), 'INC-20250301-0001', 'environment', 'under_investigation', 'Chlorine from a valve',
            'x', '2025-03-01', '2025-03-01', id, 'high', 'anonymous', 'import', '2025-03-01', '2025-03-01'
            FROM establishment WHERE code = 'DAY1';
        INSERT INTO incident_material (id, organization_id, uuid, incident_id, establishment_id, environment, name, amount, unit,
            certainty, released_from, released_to, known_at, to_air, is_off_site, cercla, epcra, oil, created_at, updated_at)
            SELECT 900, organization_id, UUID(), 900, establishment_id, 'prod', 'Chlorine, liquefied', 25, 'lb', 'estimate',
            '2025-03-01 15:00', '2025-03-01 16:30', '2025-03-01 15:10', TRUE, TRUE, 'report', 'report', 'no', NOW(6), NOW(6)
            FROM incident WHERE id = 900;
        INSERT INTO material_component (organization_id, material_id, substance_id, position, same_as, establishment_id,
            environment, released_from, counted)
            SELECT i.organization_id, 900, s.id, 1, s.same_as, i.establishment_id, 'prod', '2025-03-01 15:00', 25000000
            FROM incident i, substance s WHERE i.id = 900 AND s.cas = '7782-50-5' AND s.seed_code IS NOT NULL;
        INSERT INTO release_duty (incident_id, organization_id, establishment_id, cercla, epcra, oil, is_incomplete, is_transport,
            known_at, nrc_told_at, due_on, is_open, updated_at)
            SELECT 900, organization_id, establishment_id, 'report', 'report', 'no', FALSE, FALSE, '2025-03-01 15:10',
            '2025-03-01 15:20', '2025-03-31', TRUE, NOW(6) FROM incident WHERE id = 900;
        INSERT INTO agency_contact (organization_id, establishment_id, agency, name, phone, postal_address)
            SELECT organization_id, establishment_id, 'state', 'Ohio SERC', '614-555-0100', '50 W Town St, Columbus OH'
            FROM incident WHERE id = 900""")
    done = run("release-followup", "--incident", "INC-20250301-0001", "-o", path("followup.pdf"))
    assert done.returncode == 0, done.stderr
    text = pdf_text("followup.pdf", "-layout")
    for words in ("40 CFR 355.40(b)", "Chlorine", "7782-50-5", "25 lb (estimate)", "1 h 30 min", "air", "1 Mar 2025, 10:00",
                  "100 Main St, Dayton, OH 45402", "Ohio SERC", "50 W Town St", "not yet written", "2025-03-31", "Printed name",
                  "known or expected health risks, acute and chronic", "the immediate notice to the state or tribal commission",
                  "1/2"):
        assert words in text, (words, text)
    assert "the call to the National Response Center" not in text
    sql("""INSERT INTO release_notice (id, organization_id, uuid, incident_id, agency, kind, told_at, told_by, spoken_to, reference,
            corrects_id, created_at, created_by_name)
            SELECT 900 + n.seq, organization_id, UUID(), 900, 'nrc', 'call', '2025-03-01 15:20', 'Eva Stern', 'Duty officer',
            IF(n.seq = 1, '1111111', '2222222'), IF(n.seq = 2, 901, NULL), NOW(6), 'Eva Stern'
            FROM incident, seq_1_to_2 n WHERE id = 900;
        INSERT INTO release_followup (organization_id, uuid, incident_id, number, health_risks, medical_advice, precautions,
            actions_taken, changes, contact_name, contact_phone, created_at, created_by_name)
            SELECT organization_id, UUID(), 900, n.seq, CONCAT('Irritates lungs, text ', n.seq), 'See a doctor after a cough',
            'Stay indoors', 'Cylinder capped', 'The amount was 20 lb', 'Eva Stern', '937-555-0100', NOW(6), 'Eva Stern'
            FROM incident, seq_1_to_2 n WHERE id = 900""")
    assert run("release-followup", "--incident", "INC-20250301-0001", "--format", "pdf", "-o", path("followup.pdf")).returncode == 0
    text = pdf_text("followup.pdf", "-layout")
    for words in ("Irritates lungs, text 2", "See a doctor", "Stay indoors", "Cylinder capped", "The amount was 20 lb", "937-555-0100",
                  "2222222", "Duty officer", "10:20"):
        assert words in text, (words, text)
    assert "text 1" not in text and "1111111" not in text, "only the newest version, and no corrected entry"
    assert run("release-followup", "--incident", "INC-19990101-0001").returncode == 1
    assert run("release-followup").returncode == 2
    assert run("release-followup", "--incident", "INC-20250301-0001", "--format", "xlsx").returncode == 2
    assert run("release-followup", "--incident", "INC-20250301-0001", "--account", "999999").returncode == 1
    kept = os.environ.get("MUSTER_SHOTS")
    if kept:
        subprocess.run(["pdftoppm", "-r", "70", "-png", path("followup.pdf"), os.path.join(kept, "followup")], check=True)


def main(made):
    global folder
    folder = made
    prepare()
    run_cases()


with_schema(main)
