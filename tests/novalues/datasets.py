"""Pairs of datasets (pair.py) in which every check has what to tell, and every code."""
from figures import figured
from pair import LONG, Case, case, rules, workbook
from refusals import broken
from singles import single
from written import written

SUMS = """naam;a;b;totaal
«Geheime Anna|Stiekeme Bo1»;«31415|27182»;«16180|14142»;«47594|41322»
«Verborgen Co|Verzwegen Di»;«20613|30724»;«10205|10316»;«30818|41040»
Totaal;«52028|57906»;«26387|24461»;«78415|82367»
"""

PUPILS = """code;naam;bedrag;datum;soort;omschrijving;ouder
«A1044|B2155»;«Anna Geheim|Bert Stil12»;«x7733|y8844»;«31-06-2014|30-02-2015»;«rood4|geel5»;«kort|kaal»;«A1044|B2155»
«A1044|B2155»;«Co Zwijgt|Di Zwicht»;«-5566|-6677»;«01-09-2004|02-10-2005»;bol;«zeer uitvoerig en te lang|hoogst breedvoerig en lan»;«Q9911|R8822»
;.;«987654|876543»;«02-09-2004|03-10-2005»;bol;«matig4|redel5»;«A1044|B2155»
"""

PUPILS_SCHEMA = """name: leerlingen
resources:
  - name: leerlingen
    path: leerlingen.csv
    dialect: {delimiter: ";"}
    klopt: {markers: {".": unknown}}
    schema:
      primaryKey: code
      foreignKeys: [{fields: ouder, reference: {fields: code}}]
      fields:
        - {name: code, type: string, constraints: {pattern: "[C-Z][0-9]+", unique: true}}
        - {name: naam, type: string, constraints: {required: true}}
        - {name: bedrag, type: integer, constraints: {minimum: 0, maximum: 500000}}
        - {name: datum, type: date, format: "%d-%m-%Y"}
        - {name: soort, type: string, constraints: {enum: [bol, bbl]}}
        - {name: omschrijving, type: string, constraints: {minLength: 5, maxLength: 20}}
        - {name: ouder, type: string, constraints: {unique: true}}
"""

TYPES = """name: soorten
resources:
  - name: soorten
    path: soorten.csv
    schema:
      fields:
        - {name: getal, type: number}
        - {name: waar, type: boolean}
        - {name: tijd, type: time}
        - {name: moment, type: datetime}
        - {name: jaar, type: year}
        - {name: maand, type: yearmonth}
        - {name: duur, type: duration}
        - {name: lijst, type: list, itemType: integer, delimiter: "+"}
        - {name: post, type: string, format: email}
        - {name: plek, type: string, format: uri}
        - {name: merk, type: string, format: uuid}
        - {name: bytes, type: string, format: binary}
        - {name: groep, type: string, categories: [een, twee]}
        - {name: laag, type: integer, constraints: {exclusiveMinimum: 5000, exclusiveMaximum: 8000}}
"""

REGISTER = {
    "codes.yaml": "register: codes\ntitle: Codes\ndate: 2024-10-01\npath: codes.csv\n",
    "codes.csv": """CODE;NAAM;SOORT;NIVEAU;LEERWEG;SECTOR;GELDIG_VAN;LAATSTE_INSTROOM;GELDIG_TOT
«21001|31001»;«Apothekerij|Baggerwerk1»;«vooropleidin|opleiding123»;«3|2»;BOL;«Techniek|Landbouw»;;;
«21002|31002»;«Cateringvak|Dokterhulp1»;kwalificatie;1;BOL;Zorg;;;«2011-07-31|2012-06-30»
«21003|31003»;«Edelsmeden|Fotografie»;kwalificatie;1;BOL;Zorg;«2031-08-01|2032-09-01»;;
«21004|31004»;«Graveren12|Houtsnijde»;kwalificatie;1;BOL;Zorg;;«2014-03-02|2013-04-03»;
""",
}

RECORDS = """school,ministerie,fase,organisatie
«98QX|97RX»,OCW,gestart,«apart1|gedeel»
«98QY|97RY»,OCW,gestart,«samen2|vereni»
«98QZ|97RZ»,OCW,gestart,«samen2|vereni»
"""


def cases():  # pylint: disable=too-many-locals
    """All of them."""
    yield case("totals", """rules:
  - id: som
    check: totals
    across: {totaal: [a, b]}
    down: {row: {naam: Totaal}, columns: [a, b, totaal]}
""", lijst_csv=SUMS)
    yield case("totals-kinds", """klopt: {markers: {"<5": [1, 4]}}
rules:
  - {id: deel, check: totals, tables: [deel], kind: subset, across: {totaal: [a, b]}}
  - {id: meer, check: totals, tables: [meer], kind: multiple, across: {totaal: [a, b]}}
  - {id: rond, check: totals, tables: [rond], across: {totaal: [a, b]}}
  - {id: leeg, check: totals, tables: [leeg], across: {totaal: [a, b], groot: [totaal, c]},
     down: {row: {naam: Totaal}, columns: [totaal]}}
""", ["--rounded", "10"],
               deel_csv="naam;a;b;totaal\n«Wim1|Jan2»;«31410|27180»;«1230|4560»;«20610|20720»\n",
               meer_csv="naam;a;b;totaal\n«Wim1|Jan2»;«31410|27180»;«1230|4560»;«61410|52720»\n",
               rond_csv="naam;a;b;totaal\n«Wim1|Jan2»;«31410|27180»;«1230|4560»;«32770|31870»\n",
               leeg_csv="naam;a;b;totaal;c;groot\n«Wim1|Jan2»;«31410|27180»;«1230|4560»;;"
                        "«7770|8880»;«99990|88880»\nTotaal;;;«45450|54540»;;\n")
    yield Case("n", {
        "datapackage.yaml": """name: gesprekken
klopt: {rules: [rules.yaml]}
resources:
  - {name: een, path: een.csv, klopt: {n: «4711|5822»}}
  - {name: twee, path: twee.csv, klopt: {n: «4713|5824»}}
  - {name: drie, path: drie.csv, klopt: {n: «4713|5824»}}
  - {name: vier, path: vier.csv, klopt: {n: «6001|7002»}}
""",
        "rules.yaml": """rules:
  - id: gesprekken
    check: n
    tables: [een, twee, drie]
    column: totaal
    row: {naam: Totaal}
    same: [ocw, lnv]
  - {id: antwoorden, check: n, tables: [vier], column: totaal, multiple: [vier]}
""",
        "een.csv": "naam,ocw,lnv,totaal\n«Wie|Wat»,«2510|3611»,«2201|2213»,«4711|5823»\n"
                   "Totaal,«2510|3611»,«2201|2213»,«4712|5823»\n",
        "twee.csv": "naam,ocw,lnv,totaal\n«Hoer|Waar»,«2511|3612»,«2202|2212»,«4713|5824»\n"
                    "Totaal,«2511|3612»,«2202|2212»,«4713|5824»\n",
        "drie.csv": "naam,ocw,lnv,totaal\n«Wie|Wat»,«2511|3612»,«2202|2212»,«4713|5824»\n"
                    "Totaal,«2511|3612»,«2202|2212»,«4713|5824»\n",
        "vier.csv": "naam,totaal\n«Een1|Twe2»,«6111|7222»\n«Dri3|Vie4»,«1212|2323»\n"
                    "Totaal,«6111|7222»\n",
    }, ["."])
    yield case("percent", """rules:
  - {id: aandeel, check: percent, tables: [fase], pairs: {ja_pct: ja}, of: n, sum: no}
  - {id: derde, check: percent, tables: [derde], pairs: {a_pct: a, b_pct: b, c_pct: c}, of: n}
  - {id: los, check: percent, tables: [los], columns: [pct], means: [mean], of: n}
""", fase_csv="naam,ja,n,ja_pct\n«Wie|Wat»,«53|31»,«56|47»,«94.5|70.2»\n"
              "«Hoe|Dus»,«43|32»,«56|41»,«79.2|79.1»\n",
               derde_csv="naam,a,a_pct,b,b_pct,c,c_pct,n\n"
                         "«Wie|Wat»,1,«33.3|11.1»,«1|4»,«33.3|44.4»,«1|4»,«33.4|44.5»,«3|9»\n"
                         "«Hoe|Dus»,«5|6»,«50.0|60.0»,«6|5»,«60.0|50.0»,«7|8»,«70.0|80.0»,10\n",
               los_csv="pct,mean,n\n«14.4|57.2»,«2.44|3.56»,7\n")
    yield case("claims", """rules:
  - check: claims
    says: [82.2 %, ruim 55 %]
    of: cell("cijfers", soort = "Totaal", leerjaar_4) / cell("cijfers", soort = "Totaal", totaal)
    source: hoofdstuk I
  - id: aantal
    check: claims
    says: "12"
    of: cell("cijfers", soort = "Totaal", leerjaar_4)
    perhaps: cell("cijfers", soort = "Totaal", totaal)
""", cijfers_csv="soort,leerjaar_4,totaal\n«geheim|stille»,«111|122»,«333|344»\n"
                 "Totaal,«4711|5822»,«9423|9644»\n")
    crebo = """rules:
  - {id: vorm, check: crebo, tables: [vorm], column: crebo, register: codes.yaml}
  - id: geldig
    check: crebo
    tables: [geldig]
    column: crebo
    register: codes.yaml
    name: naam
    on: 2024-10-01
    leerjaar: 1
    level: {column: niveau}
    type: kwalificatie
    leerweg: {column: leerweg}
    sector: {column: sector}
"""
    found, words = rules(
        crebo,
        vorm_csv="naam,crebo\n«Wim|Jan»,«21.001|31.001»\n«Wim|Jan»,«21001.0|31001.0»\n"
                 "«Wim|Jan»,«2I0x|4Ux2»\n«Wim|Jan»,«98QX|97RX»\n«Wim|Jan»,«29999|39999»\n",
        geldig_csv="naam,crebo,niveau,leerweg,sector\n"
                   "«Andere Naam|Ander Naam1»,«21001|31001»,«1|4»,BBL,«Economie|Nautisch»\n"
                   "«Cateringvak|Dokterhulp1»,«21002|31002»,1,BOL,Zorg\n"
                   "«Edelsmeden|Fotografie»,«21003|31003»,1,BOL,Zorg\n"
                   "«Graveren12|Houtsnijde»,«21004|31004»,1,BOL,Zorg\n")
    yield Case("crebo", {**found, **REGISTER}, words)
    yield Case("crebo-targets", {"t.csv": "crebo,leerjaar,datum\n«10795|10796»,1,"
                                          "«2023-10-01|2024-11-02»\n"},
               ["--column", "crebo", "--on-column", "datum", "--leerjaar-column", "leerjaar",
                "t.csv"], "klopt-crebo")
    found, words = rules("""rules:
  - {id: brin, check: codes, tables: [school], column: brin, form: brin}
  - {id: lijst, check: codes, tables: [school], column: weg, separator: "|", list: [bol, bbl]}
  - {id: elders, check: codes, tables: [school], column: lob, list: {table: lobs, column: code}}
  - {id: een, check: codes, tables: [school], column: bestuur, one: yes}
  - {id: bestand, check: codes, tables: [school], column: brin, one: file}
  - {id: boek, check: codes, tables: [school], column: boek, register: codes.yaml}
""", school_csv="brin,weg,lob,bestuur,boek\n"
                "«98qx|97rx»,«zwart7|groen8»,«L777|M888»,«40111|50222»,«21.001|31.001»\n"
                "«98Q|97R»,bol,«L123|M234»,«40111|50222»,«21999|31999»\n"
                "«98VZ|97RQ»,«bol |bbl »,«L123|M234»,«40112|50223»,«21001|31001»\n",
               lobs_csv="code\n«L123|M234»\n")
    yield Case("codes", {**found, **REGISTER}, words)
    yield case("labels", """rules:
  - {id: naam, check: labels, tables: [een], code: lob, name: naam}
  - {id: spelling, check: labels, tables: [twee], columns: [opl]}
""", een_csv="lob,naam\n«77SE|66TF»,«KC Zwanen|KB Ganzen»\n«77SE|66TF»,«KC Zwanen|KB Ganzen»\n"
             "«77SE|66TF»,«KC Zwnens|KB Gnzens»\n«22XX|33YY»,«Ecabo1|Ecabo2»\n"
             "«22XY|33YZ»,«Ecabo1|Ecabo2»\n",
               twee_csv="opl\n«Verzorging|Begeleider»\n«Verzorging|Begeleider»\n"
                        "«verzorging|begeleider»\n«Wasser|Bakker»\n"
                        "«wasser|bakker»\n")._replace(status=0)
    yield case("expr", """rules:
  - {id: rij, check: expr, expect: buiten >= 60% * uren}
  - {id: tekst, check: expr, expect: 'naam matches "[0-9]+"', message: een naam is een getal}
  - {id: groep, check: expr, group: [school], expect: distinct(datum) = 1}
  - {id: tabel, check: expr, expect: sum(uren) < 1000, message: te veel uren}
  - {id: leeg, check: expr, when: 'school = "ZZ"', expect: uren = 0,
     unless: {when: uren > 1, because: vrijgesteld}}
""", t_csv="school,naam,uren,buiten,datum\n"
           "«98QX|97RX»,«Geheim|Stille»,«8080|9090»,«3203|4304»,«2004-10-01|2005-11-02»\n"
           "«98QX|97RX»,«Zwijgt|Zwicht»,«8181|9191»,«3303|4404»,«2006-10-01|2007-11-02»\n"
           "ZZ,«Zwijgt|Zwicht»,0,0,«2006-10-01|2007-11-02»\n")
    yield case("reconcile", """rules:
  - id: organisatie
    check: reconcile
    tables: [organisatie]
    records: gesprekken
    rows: {categorie: organisatie}
    columns: {ocw: ministerie = "OCW", lnv: ministerie = "LNV", totaal: "true"}
""", gesprekken_csv=RECORDS + "«98VA|97RV»,LNV,gestart,«vreemd|onbekd»\n"
                              "«98VB|97RW»,LNV,gestart,«apart1|gedeel»\n",
               organisatie_csv="categorie,ocw,lnv,totaal\n«apart1|gedeel»,2,-,2\n"
                               "«samen2|vereni»,«5|6»,-,«5|6»\nTotaal,5,.,«55|66»\n")
    yield case("reconcile-ways", """rules:
  - {id: som, check: reconcile, tables: [som], records: geld, rows: {categorie: soort},
     columns: {bedrag: "true"}, sum: bedrag}
  - {id: verschil, check: reconcile, tables: [verschil], records: geld, rows: {categorie: soort},
     columns: {scholen: "true"}, distinct: school}
""", geld_csv="school,soort,bedrag\n«98QX|97RX»,«huur|koop»,«7171|8282»\n"
              "«98QY|97RY»,«huur|koop»,«6161|7272»\n",
               som_csv="categorie,bedrag\n«huur|koop»,«13333|15555»\n",
               verschil_csv="categorie,scholen\n«huur|koop»,«7|8»\n")
    yield case("trend", """rules:
  - {check: trend, tables: [nu], earlier: toen, key: [soort], columns: [aantal], count: yes}
""", nu_csv="soort,aantal\n«groei1|zwelt2»,«2525|3636»\n«krimp3|slonk4»,«1010|2020»\n"
            "«niets5|leegt6»,«777|888»\n«nieuw7|vers08»,«123|234»\n«nieuw7|vers08»,«345|456»\n",
               toen_csv="soort,aantal\n«groei1|zwelt2»,«1515|2626»\n«krimp3|slonk4»,«3030|4040»\n"
                        "«niets5|leegt6»,0\n«weg008|heen09»,«555|666»\n«groei1|zwelt2»,"
                        "0\n")._replace(status=0)
    yield Case("schema", {"datapackage.yaml": PUPILS_SCHEMA, "leerlingen.csv": PUPILS}, ["."])
    yield Case("types", {"datapackage.yaml": TYPES, "soorten.csv": ",".join((
        "getal,waar,tijd,moment,jaar,maand,duur,lijst,post,plek,merk,bytes,groep,laag\n"
        "«zeven7|achtt8»",
        "«misschien|wellicht1»", "«25:61:61|26:62:62»", "«2004-13-01T00|2005-14-02T11»",
        "«tweeduizend|drieduizend»", "«2004-13|2005-14»", "«P1QX|P2RZ»", "«1717+zeven|2828+achtt»",
        "«anna.geheim|bert.stille»", "«geen plek1|niet plek2»", "«geen-uuid-1|niet-uuid-2»",
        "«@@@1|@@@2»", "«drie33|vier44»", "«4999|4888»"))
        + "\n1,true,10:00:00,,,,,,,,,,een,«8001|8113»\n" + LONG + ",true,,,,,,,,,,,een,\n"}, ["."])
    yield Case("structure", {
        "datapackage.yaml": """name: vorm
resources:
  - name: rijen
    path: rijen.csv
    schema: {fields: [{name: a, type: integer}, {name: b}, {name: leerlingen}, {name: d}]}
  - name: kop
    path: kop.csv
    schema: {fieldsMatch: exact, fields: [{name: een}, {name: twee}]}
""",
        "rijen.csv": "a,b,leerlngen,b,extra\n«4711|5822»,«Geheim|Stille»,«Anna1|Berta»,"
                     "«x771|y882»,«z9|w8»\n"
                     "«4712|5823»,«Geheim|Stille»\n\n"
                     "«4713|5824»,«Geheim|Stille»,«Anna1|Berta»,«x771|y882»,«z9|w8»,"
                     "«meer77|teve88»\n",
        "kop.csv": "twee,een\n«Geheim|Stille»,«Anna1|Berta»\n",
    }, ["."])
    yield Case("titles", {"lijst.csv": "«Leerlingen van Anna|Scholieren van Bert»;;;\n;;;\n"
                                       "Sector;Leerjaar 3;Leerjaar 4;Totaal\n"
                                       "«Zorgelijk|Welwillig»;«1217|2328»;«9090|8080»;"
                                       "«21212|31313»\n;;;\n"
                                       "«Bron: Directie Anna|Bron: Bestuur Berta»;;;\n"},
               ["--total", "totaal", "--parts", "leerjaar_3,leerjaar_4", "lijst.csv"],
               "klopt-totals")
    bad = "naam,bedrag\n«Geheim|Stille»\\x{0},«4711|5822»\n«Anna1|Berta»,«4712|5823»\n"
    for name, byte, words in (("utf8", "«e9|ff»", ["--encoding", "utf-8"]),
                              ("windows", "«81|8d»", ["--encoding", "windows-1252"])):
        yield Case("encoding-" + name, {"t.csv": bad.replace("{0}", byte)}, [*words, "t.csv"],
                   bare=True)
    yield Case("nul", {"t.csv": "naam,bedrag\n«Geheim|Stille»\\x00,«4711|5822»\n"}, ["t.csv"],
               bare=True)
    yield Case("quotes", {"t.csv": 'naam,bedrag\n«Geheim|Stille» "«Anna1|Berta»",«4711|5822»\n',
                          "u.csv": 'naam,bedrag\n"«Geheim|Stille»,«4711|5822»\n«Anna1|Berta»,'
                                   '«1|2»\n'},
               ["t.csv", "u.csv"], bare=True)
    yield Case("workbook", {"t.xlsx": workbook(
        ("naam", "bedrag", "fout"),
        ("«Geheim|Stille»", ("n", "«4711|5822»"), ("e", "«#NULL!|#NAME?»")),
        ("«Anna1|Berta»", ("n", "«4712|5823»"), ("e", "«#REF!|#NUM!»"))),
        "rules.yaml": "rules:\n  - {check: expr, expect: bedrag < 5}\n"},
        ["-r", "rules.yaml", "t.xlsx"])
    yield Case("waivers", {
        "datapackage.yaml": "name: w\nklopt: {rules: [rules.yaml], waivers: w.yaml}\n"
                            "resources: [{name: lijst, path: lijst.csv}]\n",
        "rules.yaml": "rules:\n  - {id: som, check: totals, across: {totaal: [a, b]},"
                      " down: {row: {naam: Totaal}, columns: [a]}}\n",
        "lijst.csv": SUMS,
        "w.yaml": """waivers:
  - {rule: som, code: total-mismatch, row: 1, reason: bekend, owner: Redactie, until: 1969-12-31}
  - {code: crebo-form, reason: bekend, owner: Redactie, until: 2099-12-31}
  - {rule: som, row: 3, reason: bekend, owner: Redactie, until: 2099-12-31}
"""}, ["."])
    later = SUMS.replace("«47594|41322»", "«47777|41777»")
    yield Case("changed", {"lijst.csv": SUMS, "rules.yaml": "rules:\n  - {id: som, check: totals, "
                           "across: {totaal: [a, b]}}\n"},
               ["--changed-since", "HEAD", "-r", "rules.yaml", "lijst.csv"], git=True,
               later={"lijst.csv": later})
    yield from more()
    yield Case("clean", {
        "datapackage.yaml": PUPILS_SCHEMA, "leerlingen.csv": PUPILS + "«  D77|  E88»;;"
                                                                      "«1.234|2.345»;"
                                                                      "«7-3-2004|8-4-2005»\n"},
        [".", "-o", "out.clean", "--log", "out.log"], "klopt-clean")
    yield Case("clean-codes", {
        "t.csv": "naam;crebo;brin\r\n«Anna1 |Berta »;«25.080|26.070»;«98qx|97rx»\r\n"
                 "«Co Zwijg|Di Zwich»;«1O7x9|2O6y8»;«q|y»\r\n"},
        ["--code", "crebo=crebo", "--code", "brin=brin", "t.csv", "-o", "out.clean", "--log",
         "out.log"], "klopt-clean")
    yield Case("clean-repairs", {
        "datapackage.yaml": "name: w\nklopt: {rules: [rules.yaml]}\n"
                            "resources: [{name: lijst, path: lijst.csv}]\n",
        "rules.yaml": "rules:\n  - {id: som, check: totals, across: {totaal: [a, b]},"
                      " down: {row: {naam: Totaal}, columns: [a, b, totaal]}}\n",
        "lijst.csv": "naam;a;b;totaal\n«Anna1|Berta»;«11|22»;«33|14»;«44|36»\n«Co111|Di222»;"
                     "«13|21»;"
                     "«35|11»;«48|32»\nTotaal;«25|44»;«68|25»;«92|68»\n"},
        ["--apply-repairs", ".", "-o", "out.clean", "--log", "out.log"], "klopt-clean")
    yield Case("export-changes", {
        "lijst.csv": SUMS, "log.csv": "path,line,field,from,to,why\nlijst.csv,2,a,«31 415|27 182»,"
                                      "«31415|27182»,notation\n"},
        ["-f", "xlsx", "--changes", "log.csv", "lijst.csv", "-o", "out.xlsx"], "klopt-export")
    yield from broken()
    yield from single()
    yield from figured()
    yield from written()
    yield from tools()


def more():
    """Other messages of the same codes."""
    found, words = rules("""rules:
  - {id: in-gebruik, check: crebo, tables: [soorten], column: crebo}
  - {id: vestiging, check: codes, tables: [codes], column: vestiging, form: vestiging}
  - {id: bestuur, check: codes, tables: [codes], column: bestuur, form: bevoegd-gezag}
  - {id: gemeente, check: codes, tables: [codes], column: gemeente, form: gemeente}
  - {id: rio, check: codes, tables: [codes], column: rio, form: rio}
  - {id: lob, check: codes, tables: [codes], column: lob, form: lob}
""", soorten_csv="crebo\n«98QX01|97RX02»\n«1007A456|2008B567»\n«5117|5228»\n«25 175|26 176»\n"
                 "«'25175|'26176»\n«2517O|2617O»\n",
                         codes_csv="vestiging,bestuur,gemeente,rio,lob\n"
                                   "«98QX1|97RX2»,«4115|5226»,«61|72»,«x77|y88»,«77s|88t»\n"
                                   "«98qx01|97rx02»,«4.115|5.226»,«61.0|72.0»,«1E+5|2E+6»,"
                                   "«5E12|6E23»\n")
    yield Case("kinds", found, words)
    yield case("labels-ways", """rules:
  - {id: code, check: labels, tables: [code], code: lob, name: naam}
""", code_csv="lob,naam\n«77SE|66TF»,«Zwanen|Ganzen»\n«77SE|66TF»,«Zwanen|Ganzen»\n"
              "«77SE|66TF»,«Hoeden|Jassen»\n«44GG|33HH»,«Sokken|Truien»\n"
              "«44GG|33HH»,«Broekn|Hemden»\n")._replace(status=0)
    yield case("reconcile-names", """rules:
  - {id: deel, check: reconcile, tables: [deel], records: geld, rows: {categorie: soort},
     columns: {totaal: "true"}}
""", geld_csv="school,soort\n" + "".join(
        f"«98Q{a}|97R{b}»,«{left}|{right}»\n" for a, b, left, right in (
            ("A", "Z", "apart7", "samen8"), ("B", "Y", "apart7", "samen8"),
            ("C", "X", "apart7", "samen8"), ("D", "W", "apart7", "samen8"),
            ("E", "V", "vreemd", "onbekd"))),
               deel_csv="categorie,totaal\n«apart7|samen8»,3\n«Vreemd|Onbekd»,2\n")
    yield case("trend-ways", """rules:
  - {check: trend, tables: [nu], earlier: toen, key: [soort], columns: [aantal],
     percent: 5, absolute: 3}
""", ["--marker", "<500=100..499", "--marker", "<600=100..599"],
               nu_csv="soort,aantal\n«groei1|zwelt2»,«2525|3636»\n«vaag77|mist88»,«<500|<600»\n",
               toen_csv="soort,aantal\n«groei1|zwelt2»,«<500|<600»\n«vaag77|mist88»,«2525|3636»\n"
                        "«weg008|heen09»,«17|18»\n«weg008|heen09»,«19|28»\n")._replace(status=0)
    for name, text in (("no-header", ""), ("blank-name", "a,,b\n«x711|y822»,«z9|w8»,«q7|r6»\n"),
                       ("blank-rows", "a,b\n«x711|y822»,«z9|w8»\n\n\n«x712|y823»,«z9|w8»\n,\n"
                                      "«x713|y824»,«z9|w8»\n")):
        yield Case(name, {"t.csv": text}, ["t.csv"], bare=True, status=None)
    yield case("rounded", """rules:
  - {id: aandeel, check: percent, pairs: {ja_pct: ja}, of: n, sum: no}
""", ["--marker", "<5=1..4", "--marker", "<8=1..7"],
               t_csv="naam,ja,n,ja_pct\n«Wie|Wat»,«<5|<8»,«56|47»,«94.5|70.2»\n")
    yield Case("claims-ways", {"t.csv": "a,b\n«4711|5822»,«9223|9344»\n"},
               ["--says", "bijna 12 %", "--says", "ongeveer 90 %", "--of", "cell(a) / cell(b)",
                "--perhaps", "cell(b) / 10000", "t.csv"], "klopt-claims")


def tools():
    """Each program by itself, on plain files and from standard input."""
    yield Case("stdin", {}, ["--total", "totaal", "--parts", "a,b", "-"], "klopt-totals",
               SUMS)
    yield Case("tool-n", {"t.csv": SUMS}, ["--column", "totaal", "--n", "12", "t.csv"], "klopt-n")
    yield Case("tool-percent", {"t.csv": "ja,n,pct\n«53|31»,«56|47»,«94.5|70.2»\n"},
               ["--pairs", "pct=ja", "--of", "n", "--sum", "no", "t.csv"], "klopt-percent")
    yield Case("tool-codes", {"t.csv": "brin\n«98qx|97rx»\n«zwart|geel5»\n"},
               ["--column", "brin", "--form", "brin", "t.csv"], "klopt-codes")
    yield Case("tool-labels", {"t.csv": "n\n«Verzorging|Begeleider»\n«Verzorging|Begeleider»\n"
                                        "«verzorging|begeleider»\n"},
               ["--fail-on", "info", "--columns", "n", "t.csv"], "klopt-labels")
    yield Case("tool-claims", {"t.csv": "a,b\n«4711|5822»,«9423|9644»\n"},
               ["--says", "12 %", "--of", "cell(a) / cell(b)", "t.csv"], "klopt-claims")
    yield Case("tool-expr", {"t.csv": "a,b\n«4711|5822»,«9423|9644»\n"},
               ["--expect", "a > b", "t.csv"], "klopt-expr")
    yield Case("tool-reconcile", {"r.csv": "soort\n«huur|koop»\n«huur|koop»\n",
                                  "t.csv": "categorie,totaal\n«huur|koop»,«77|88»\n"},
               ["--records", "r.csv", "--rows", "categorie=soort", "--columns", "totaal=true",
                "t.csv"], "klopt-reconcile")
    yield Case("tool-trend", {"nu.csv": "s,a\n«groei|zwelt»,«2525|3636»\n",
                              "toen.csv": "s,a\n«groei|zwelt»,«1515|2626»\n"},
               ["--fail-on", "warning", "--earlier", "toen.csv", "--key", "s", "--columns", "a",
                "nu.csv"], "klopt-trend")
    yield Case("tool-schema", {"datapackage.yaml": PUPILS_SCHEMA, "leerlingen.csv": PUPILS},
               ["."], "klopt-schema")
