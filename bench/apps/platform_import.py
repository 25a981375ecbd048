"""Imports a table as the platform's guide describes it, and prints the milliseconds that it took."""

import csv
import json
import os
import time

import psycopg
import pymysql
import sqlalchemy as sa

postgres = os.environ["ENGINE"] == "postgres"
arguments = {"sslmode": "verify-full", "sslrootcert": os.environ["CA"]} if postgres else {"ssl": {"ca": os.environ["CA"], "check_hostname": True}}
url = sa.URL.create("postgresql+psycopg" if postgres else "mysql+pymysql", os.environ["DB_USER"], os.environ["DB_PASSWORD"], os.environ["HOST"],
                    int(os.environ["PORT"]), os.environ["DATABASE"])

started = time.perf_counter()
engine = sa.create_engine(url, connect_args=arguments)
with engine.connect().execution_options(stream_results=True) as connection, open("/dev/null", "w", newline="", encoding="utf-8") as file:
    names = [column["name"] for column in sa.inspect(connection).get_columns("small") if column["name"] != "bin"]
    quoted = ", ".join(engine.dialect.identifier_preparer.quote(name) for name in names)
    writer = csv.writer(file)
    writer.writerow(names)
    for row in connection.execute(sa.text(f"SELECT {quoted} FROM small LIMIT 50000")):
        writer.writerow([json.dumps(value) if isinstance(value, (dict, list)) else value for value in row])
engine.dispose()
print(round((time.perf_counter() - started) * 1000))
