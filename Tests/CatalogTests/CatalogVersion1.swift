// SPDX-License-Identifier: Apache-2.0

/// A catalogue as its first version wrote it, dumped by SQLite. It stays as it is, so that every later version is tried on it.
let catalogVersion1 = #"""
  CREATE TABLE "asset" ("id" TEXT PRIMARY KEY NOT NULL, "name" TEXT NOT NULL, "reel" TEXT, "kind" TEXT NOT NULL, "frames" INTEGER, "rate" TEXT, "created" TEXT NOT NULL);
  CREATE TABLE "audit" ("sequence" INTEGER PRIMARY KEY, "timestamp" TEXT NOT NULL, "actor" TEXT NOT NULL, "host" TEXT NOT NULL, "action" TEXT NOT NULL, "subject" TEXT NOT NULL, "details" TEXT NOT NULL, "previousHash" TEXT NOT NULL, "hash" TEXT NOT NULL);
  INSERT INTO "audit" VALUES(1,'2026-11-18T11:06:40Z','ada','suite-1','order.started','WO-2026-0147','{"digest":"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","order":"fe4a1a89-9990-4e6b-ab1d-7da575aaf05e","revision":1}','sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855','sha256:b7c7b691b60685bf9d31ea33bba59859c721686b9eb7349001c8031b440ac56f');
  INSERT INTO "audit" VALUES(2,'2026-11-18T11:06:40Z','ada','suite-1','task.started','WO-2026-0147/card-a001','{"kind":"offload","task":"28b975ea-2c66-48d6-a797-012d4870d8da"}','sha256:b7c7b691b60685bf9d31ea33bba59859c721686b9eb7349001c8031b440ac56f','sha256:35f60fe48053c31faf1ce79e0f48ab00b67b4d2c767512fadbc04bb96e7e6c9a');
  INSERT INTO "audit" VALUES(3,'2026-11-18T11:06:40Z','ada','suite-1','task.finished','WO-2026-0147/card-a001','{"mandatory":0,"outputs":1,"status":"clean","task":"28b975ea-2c66-48d6-a797-012d4870d8da"}','sha256:35f60fe48053c31faf1ce79e0f48ab00b67b4d2c767512fadbc04bb96e7e6c9a','sha256:f35e2f623a95be2cab2bfe9980a2c8439c8e9d37eae0ee9ec072080b6df9f2f6');
  INSERT INTO "audit" VALUES(4,'2026-11-18T11:06:40Z','ada','suite-1','file.copied','/shared/A001C003.mov','{"bytes":10,"file":"e556aa7e-1a92-4a3d-b2b7-84018f3c1fe2","sources":"/card/A001C003.mov","xxh64":"0ea03b369a463d9d"}','sha256:f35e2f623a95be2cab2bfe9980a2c8439c8e9d37eae0ee9ec072080b6df9f2f6','sha256:32b62d9fe502462ccdd4ab7b38e26cd80cfd0ca195c056f889190b4d3d6684b6');
  CREATE TABLE "delivery" ("id" TEXT PRIMARY KEY NOT NULL, "fileID" TEXT NOT NULL REFERENCES "file"("id"), "taskID" TEXT REFERENCES "task"("id"), "spec" TEXT NOT NULL, "verdict" TEXT NOT NULL, "note" TEXT NOT NULL, "delivered" TEXT NOT NULL);
  CREATE TABLE "derivation" ("fileID" TEXT NOT NULL REFERENCES "file"("id"), "sourceID" TEXT NOT NULL REFERENCES "file"("id"), PRIMARY KEY ("fileID", "sourceID"));
  INSERT INTO "derivation" VALUES('e556aa7e-1a92-4a3d-b2b7-84018f3c1fe2','0133ca60-07a3-48d7-82b7-d7fe0b43f774');
  CREATE TABLE "file" ("id" TEXT PRIMARY KEY NOT NULL, "assetID" TEXT REFERENCES "asset"("id"), "taskID" TEXT REFERENCES "task"("id"), "path" TEXT NOT NULL, "volume" TEXT, "byteCount" INTEGER NOT NULL, "modified" TEXT, "digests" TEXT NOT NULL, "recorded" TEXT NOT NULL, "verified" TEXT);
  INSERT INTO "file" VALUES('0133ca60-07a3-48d7-82b7-d7fe0b43f774',NULL,NULL,'/card/A001C003.mov',NULL,10,NULL,'{"xxh64":"0ea03b369a463d9d"}','2026-11-18T11:06:40Z',NULL);
  INSERT INTO "file" VALUES('e556aa7e-1a92-4a3d-b2b7-84018f3c1fe2',NULL,'28b975ea-2c66-48d6-a797-012d4870d8da','/shared/A001C003.mov',NULL,10,NULL,'{"xxh64":"0ea03b369a463d9d"}','2026-11-18T11:06:40Z',NULL);
  CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
  INSERT INTO "grdb_migrations" VALUES('1 records');
  CREATE TABLE "inspection" ("id" TEXT PRIMARY KEY NOT NULL, "fileID" TEXT NOT NULL REFERENCES "file"("id"), "taskID" TEXT REFERENCES "task"("id"), "spec" TEXT NOT NULL, "verdict" TEXT NOT NULL, "findings" TEXT NOT NULL, "report" TEXT NOT NULL, "inspected" TEXT NOT NULL);
  CREATE TABLE "order" ("id" TEXT PRIMARY KEY NOT NULL, "reference" TEXT NOT NULL, "revision" INTEGER NOT NULL, "title" TEXT NOT NULL, "client" TEXT, "production" TEXT, "path" TEXT NOT NULL, "digest" TEXT NOT NULL, "status" TEXT NOT NULL, "created" TEXT NOT NULL, "finished" TEXT, UNIQUE ("reference", "revision"));
  INSERT INTO "order" VALUES('fe4a1a89-9990-4e6b-ab1d-7da575aaf05e','WO-2026-0147',1,'Episode 3','Northlight Pictures','Harbour Lights','/orders/order.yaml','sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855','running','2026-11-18T11:06:40Z',NULL);
  CREATE TABLE "task" ("id" TEXT PRIMARY KEY NOT NULL, "orderID" TEXT NOT NULL REFERENCES "order"("id"), "name" TEXT NOT NULL, "kind" TEXT NOT NULL, "parameters" TEXT NOT NULL, "fingerprint" TEXT NOT NULL, "status" TEXT NOT NULL, "started" TEXT NOT NULL, "finished" TEXT, "outputs" TEXT NOT NULL, "findings" TEXT NOT NULL, "message" TEXT, "outcome" TEXT, UNIQUE ("orderID", "name"));
  INSERT INTO "task" VALUES('28b975ea-2c66-48d6-a797-012d4870d8da','fe4a1a89-9990-4e6b-ab1d-7da575aaf05e','card-a001','offload','{}','f','clean','2026-11-18T11:06:40Z','2026-11-18T11:06:40Z','["\/shared\/A001C003.mov"]','{"advisory":0,"info":0,"mandatory":0}',NULL,NULL);
  CREATE INDEX "task_on_orderID" ON "task"("orderID");
  CREATE INDEX "asset_on_name" ON "asset"("name");
  CREATE INDEX "file_on_assetID" ON "file"("assetID");
  CREATE INDEX "file_on_taskID" ON "file"("taskID");
  CREATE INDEX "file_on_path" ON "file"("path");
  CREATE INDEX "derivation_on_sourceID" ON "derivation"("sourceID");
  CREATE INDEX "inspection_on_fileID" ON "inspection"("fileID");
  CREATE INDEX "inspection_on_taskID" ON "inspection"("taskID");
  CREATE INDEX "delivery_on_fileID" ON "delivery"("fileID");
  CREATE INDEX "delivery_on_taskID" ON "delivery"("taskID");
  CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
  CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
  CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE sequence = NEW.sequence)
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
  """#
