-- What SQLite has of its own and the exchange's statements use, under the same names.

CREATE FUNCTION max(bigint, bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE AS 'SELECT greatest($1, $2)';

CREATE FUNCTION unixepoch(text) RETURNS double precision
LANGUAGE sql VOLATILE AS 'SELECT extract(epoch FROM clock_timestamp())::float8';

-- Paths of one step only: $.name or $."name".
CREATE FUNCTION json_extract(text, text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$ SELECT $1::json ->> trim('"' FROM substr($2, 3)) $$;

CREATE FUNCTION json_set(text, text, bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT replace(jsonb_set($1::jsonb, ARRAY[trim('"' FROM substr($2, 3))],
    to_jsonb($3))::text, ' ', '')
$$;

CREATE FUNCTION typeof(jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN jsonb_typeof($1) = 'string' THEN 'text'
    WHEN $1::text ~ '[.]' THEN 'real' ELSE 'integer' END
$$;

-- Where SQLite keeps values of every type in one column, JSON keeps them here: a whole
-- number of a REAL column stays 1.0, because a dump tells it from 1.
CREATE FUNCTION as_value(anyelement) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN pg_typeof($1) = 'double precision'::regtype
      AND to_jsonb($1)::text !~ '[.]'
    THEN (to_jsonb($1)::text || '.0')::jsonb ELSE to_jsonb($1) END
$$;

-- The clock. Stamps are counted by sequences: thousands of ticks in one transaction
-- would leave as many dead versions of a row, each to be passed by the next tick. What
-- a rolled back transaction ticked is lost; stamps only ever rise.
CREATE SEQUENCE sync_hlc MINVALUE 0;
CREATE SEQUENCE sync_own MINVALUE 0;
CREATE SEQUENCE sync_counter MINVALUE 0;
CREATE TABLE sync_state(
  one smallint PRIMARY KEY CHECK (one = 1), site bigint NOT NULL,
  merging smallint NOT NULL DEFAULT 0, offset_ms bigint NOT NULL DEFAULT 0,
  epoch bigint NOT NULL DEFAULT 1, actor text);
CREATE VIEW sync_clock AS SELECT one, site,
  (SELECT last_value FROM sync_hlc) AS hlc, (SELECT last_value FROM sync_own) AS own,
  (SELECT last_value FROM sync_counter) AS counter, merging, offset_ms, epoch, actor
  FROM sync_state;

CREATE FUNCTION sync_clock_set() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock({lock});
  IF (SELECT (hlc, own, counter) FROM main.sync_clock)
      IS DISTINCT FROM (OLD.hlc, OLD.own, OLD.counter) THEN
    RAISE EXCEPTION 'the clock was set by another transaction meanwhile';
  END IF;
  IF NEW.hlc <> OLD.hlc THEN PERFORM setval('main.sync_hlc', NEW.hlc); END IF;
  IF NEW.own <> OLD.own THEN PERFORM setval('main.sync_own', NEW.own); END IF;
  IF NEW.counter <> OLD.counter THEN
    PERFORM setval('main.sync_counter', NEW.counter);
  END IF;
  IF (NEW.site, NEW.merging, NEW.offset_ms, NEW.epoch, NEW.actor) IS DISTINCT FROM
      (OLD.site, OLD.merging, OLD.offset_ms, OLD.epoch, OLD.actor) THEN
    UPDATE main.sync_state SET site = NEW.site, merging = NEW.merging,
      offset_ms = NEW.offset_ms, epoch = NEW.epoch, actor = NEW.actor;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER sync_clock_set INSTEAD OF UPDATE ON sync_clock
FOR EACH ROW EXECUTE FUNCTION sync_clock_set();

CREATE FUNCTION sync_tick() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE stamp bigint;
BEGIN
  PERFORM pg_advisory_xact_lock({lock});
  SELECT greatest(h.last_value + 1,
    (trunc(main.unixepoch('subsec') * 1000)::bigint + s.offset_ms) << 16)
    INTO stamp FROM main.sync_state s, main.sync_hlc h;
  PERFORM setval('main.sync_hlc', stamp), setval('main.sync_own', stamp);
  RETURN stamp;
END $$;

-- Capture. A trigger names its table by number, then its columns as {number: name}.
CREATE FUNCTION sync_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT site INTO NEW._site FROM main.sync_state;
  IF NEW.id >> 33 <> NEW._site THEN
    RAISE EXCEPTION 'a new row of % needs an id of this site', TG_TABLE_NAME;
  END IF;
  NEW._hlc := main.sync_tick();
  RETURN NEW;
END $$;

CREATE FUNCTION sync_update() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  clock main.sync_state;
  before jsonb := to_jsonb(OLD);
  after jsonb := to_jsonb(NEW);
  changed jsonb;
  stamp bigint;
BEGIN
  SELECT * INTO clock FROM main.sync_state;
  SELECT jsonb_object_agg(c.number, before -> c.name) INTO changed
    FROM jsonb_each_text(TG_ARGV[1]::jsonb) AS c(number, name)
    WHERE before -> c.name IS DISTINCT FROM after -> c.name;
  IF clock.merging = 1 OR changed IS NULL THEN RETURN NULL; END IF;
  stamp := main.sync_tick();
  DELETE FROM main.sync_sib s USING jsonb_each(changed) AS c(number, value)
    WHERE s.tid = TG_ARGV[0]::bigint AND s.pk = OLD.id AND s.col = c.number::bigint
    AND s.val IS NOT DISTINCT FROM nullif(c.value, 'null');
  INSERT INTO main.sync_cell(tid, pk, col, hlc, site, author)
    SELECT TG_ARGV[0]::bigint, OLD.id, number::bigint, stamp, clock.site, clock.actor
    FROM jsonb_object_keys(changed) AS c(number)
    ON CONFLICT(tid, pk, col) DO UPDATE
    SET hlc = excluded.hlc, site = excluded.site, author = excluded.author;
  RETURN NULL;
END $$;

CREATE FUNCTION sync_life() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  clock main.sync_state;
  number bigint := TG_ARGV[0];
  stamp bigint;
BEGIN
  SELECT * INTO clock FROM main.sync_state;
  IF clock.merging = 1 THEN RETURN NULL; END IF;
  stamp := main.sync_tick();
  INSERT INTO main.sync_life(tid, pk, hlc, site, dead, seen)
    SELECT number, OLD.id, stamp, clock.site, NEW._del,
      '{' || string_agg(format('"%s":%s', x.site, x.hlc), ',' ORDER BY x.site) || '}'
    FROM (SELECT v.site, max(v.hlc) AS hlc FROM (
        SELECT OLD._site AS site, OLD._hlc AS hlc
        UNION ALL SELECT c.site, c.hlc FROM main.sync_cell c
          WHERE c.tid = number AND c.pk = OLD.id
        UNION ALL SELECT s.site, s.hlc FROM main.sync_sib s
          WHERE s.tid = number AND s.pk = OLD.id
        UNION ALL SELECT b.site, b.hlc FROM main.sync_stable b) v GROUP BY v.site) x
    ON CONFLICT(tid, pk) DO UPDATE SET hlc = excluded.hlc, site = excluded.site,
      dead = excluded.dead, seen = excluded.seen;
  RETURN NULL;
END $$;

-- Also during merges: whoever held the row must be told to drop it.
CREATE FUNCTION sync_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO main.sync_move(tid, pk, old_unit)
    VALUES (TG_ARGV[0]::bigint, OLD.id, OLD.unit_id) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

CREATE FUNCTION sync_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT merging FROM main.sync_state) = 1 THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'rows of % are marked deleted, never removed', TG_TABLE_NAME;
END $$;

CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;
