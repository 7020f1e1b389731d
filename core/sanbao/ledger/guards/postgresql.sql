-- The guards of the books on PostgreSQL. Tokens such as ledger.unbalanced are what Python shows to people.
-- Each statement begins with a line "--== name"; {schema} is the schema in which the tables stand.
-- An entry and all its lines come in one statement: there is no draft, so nothing can race with its posting.

--== function ledger_refuse
CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'raise_exception', DETAIL = TG_TABLE_NAME;
END $$
--== function ledger_entry_guard
CREATE OR REPLACE FUNCTION ledger_entry_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = {schema}, pg_temp AS $$
DECLARE
  f record; month period%ROWTYPE; book journal%ROWTYPE; keys text[] := '{}'; firsts bigint[]; lasts bigint[]; slot int;
BEGIN
  -- One after the other: for a single entry, and most come alone, queries over all of them cost several times as much.
  -- LIMIT keeps the look at its lines a look-up: EXISTS may be planned as a reading of all lines there are.
  FOR f IN SELECT n.*, (SELECT l.entry_id FROM entry_line l WHERE l.entry_id = n.id LIMIT 1) IS NOT NULL AS has_lines,
      lead(n.journal_id) OVER (ORDER BY n.journal_id, n.sequence) IS DISTINCT FROM n.journal_id AS is_last
      FROM fresh n ORDER BY n.journal_id, n.sequence LOOP
    IF f.period_id IS DISTINCT FROM month.id THEN
      SELECT * INTO month FROM period WHERE id = f.period_id
        FOR SHARE;
    END IF;
    IF (month.company_id = f.company_id AND month.state = 'open' AND f.date BETWEEN month.starts_on AND month.ends_on)
      IS NOT TRUE THEN
      RAISE EXCEPTION 'ledger.period_closed' USING DETAIL = left(f.date::text, 7);
    END IF;
    IF NOT f.has_lines THEN RAISE EXCEPTION 'ledger.empty' USING DETAIL = f.summary; END IF;
    IF f.journal_id IS DISTINCT FROM book.id THEN
      SELECT * INTO book FROM journal WHERE id = f.journal_id FOR NO KEY UPDATE;
    END IF;
    slot := array_position(keys, f.number_key);
    IF slot IS NULL THEN
      slot := cardinality(keys) + 1; keys[slot] := f.number_key; firsts[slot] := f.number; lasts[slot] := f.number - 1;
    END IF;
    IF (book.company_id = f.company_id AND f.sequence = book.last_sequence + 1 AND f.previous = book.head
      AND f.number = lasts[slot] + 1
      AND f.number_key = left(f.date::text, CASE book.numbering WHEN 'month' THEN 7 ELSE 4 END)
      AND f.hash = ledger_hash(f.previous, f.id, f.sequence, f.number_key, f.number, f.digest, f.hash_version)
      AND length(f.digest) = 64) IS NOT TRUE THEN
      RAISE EXCEPTION 'ledger.chain' USING DETAIL = f.id;
    END IF;
    IF f.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM entry e
      WHERE e.id = f.reverses_id AND e.company_id = f.company_id AND e.id < f.id) THEN
      RAISE EXCEPTION 'ledger.unknown_entry' USING DETAIL = f.reverses_id;
    END IF;
    book.last_sequence := f.sequence; book.head := f.hash; lasts[slot] := f.number;
    IF f.is_last THEN
      FOR k IN 1..cardinality(keys) LOOP
        UPDATE journal_counter SET last_number = lasts[k]
          WHERE journal_id = book.id AND key = keys[k] AND last_number = firsts[k] - 1;
        IF NOT FOUND AND firsts[k] = 1 THEN
          INSERT INTO journal_counter (journal_id, key, company_id, last_number)
            VALUES (book.id, keys[k], book.company_id, lasts[k]) ON CONFLICT DO NOTHING;
        END IF;
        IF NOT FOUND THEN RAISE EXCEPTION 'ledger.chain' USING DETAIL = f.id; END IF;
      END LOOP;
      keys := '{}';
      UPDATE journal SET last_sequence = book.last_sequence, head = book.head WHERE id = book.id;
    END IF;
  END LOOP;
  RETURN NULL;
END $$
--== function ledger_line_guard
CREATE OR REPLACE FUNCTION ledger_line_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = {schema}, pg_temp AS $$
DECLARE bad record;
BEGIN
  SELECT e.summary, s.* INTO bad FROM (
      SELECT l.entry_id, min(l.position) AS first, count(*) AS lines, count(a.id) AS accounts,
        sum(l.debit) AS debit, sum(l.credit) AS credit, sum(l.quantity) AS pieces, count(l.quantity) AS moves,
        bool_or(a.kind = 'memo' AND (l.debit <> 0 OR l.credit <> 0)) AS memo,
        min(l.company_id) AS company, max(l.company_id) AS company_too, min(l.date) AS day, max(l.date) AS day_too
      FROM fresh l LEFT JOIN account a ON a.id = l.account_id AND a.company_id = l.company_id AND a.is_active
      GROUP BY l.entry_id) s
    LEFT JOIN entry e ON e.id = s.entry_id
    LEFT JOIN entry_line w ON w.entry_id = s.entry_id AND w.position = s.first
    WHERE e.id IS NULL OR e.xmin::text <> w.xmin::text OR e.cmin::text <> w.cmin::text
      OR s.lines < 2 OR s.accounts <> s.lines OR s.debit <> s.credit OR s.memo OR coalesce(s.pieces, 0) <> 0
      OR s.company <> e.company_id OR s.company_too <> e.company_id OR s.day <> e.date OR s.day_too <> e.date
      OR (s.moves > 0 AND EXISTS (SELECT 1 FROM entry_line q WHERE q.entry_id = s.entry_id AND q.quantity IS NOT NULL
        GROUP BY q.product_id, coalesce(q.unit_id, 0) HAVING sum(q.quantity) <> 0))
    LIMIT 1;
  IF NOT FOUND THEN RETURN NULL; END IF;
  RAISE EXCEPTION USING DETAIL = coalesce(bad.summary, bad.entry_id::text), MESSAGE = CASE
    WHEN bad.lines >= 2 AND bad.accounts <> bad.lines THEN 'ledger.unknown_account'
    WHEN bad.lines >= 2 AND bad.debit <> bad.credit THEN 'ledger.unbalanced'
    WHEN bad.lines >= 2 AND bad.memo THEN 'ledger.memo_money'
    WHEN bad.lines >= 2 AND bad.moves > 0 AND bad.summary IS NOT NULL AND bad.company = bad.company_too
      AND bad.day = bad.day_too THEN 'ledger.goods_unbalanced'
    WHEN bad.lines < 2 AND bad.first = 1 THEN 'ledger.empty'
    ELSE 'ledger.immutable' END;
END $$
--== function ledger_hash
-- Stable and no more, like what it calls: so it is made part of each expression instead of being called.
CREATE OR REPLACE FUNCTION ledger_hash(previous text, id bigint, sequence bigint, number_key text, number bigint,
  digest text, version int) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(version::text || '|' || previous || '|' || id::text || '|' || sequence::text || '|'
    || number_key || '|' || number::text || '|' || digest, 'UTF8')), 'hex')
$$
--== function ledger_journal_guard
CREATE OR REPLACE FUNCTION ledger_journal_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = {schema}, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.last_sequence > 0 THEN RAISE EXCEPTION 'ledger.chain' USING DETAIL = OLD.code; END IF;
    RETURN OLD;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.last_sequence <> 0 OR NEW.head <> '{genesis}' THEN RAISE EXCEPTION 'ledger.chain' USING DETAIL = NEW.code; END IF;
    RETURN NEW;
  END IF;
  IF NEW.id <> OLD.id OR NEW.company_id <> OLD.company_id
    OR ((NEW.code <> OLD.code OR NEW.numbering <> OLD.numbering) AND OLD.last_sequence > 0) THEN
    RAISE EXCEPTION 'ledger.chain' USING DETAIL = OLD.code;
  END IF;
  -- Asked for in the order of their places: as plain equalities a young table's plan reads the journal's entries each time.
  IF (NEW.last_sequence <> OLD.last_sequence OR NEW.head <> OLD.head) AND (NEW.last_sequence <= OLD.last_sequence
    OR NOT EXISTS (SELECT 1 FROM (SELECT sequence, hash FROM entry WHERE journal_id = NEW.id
      AND sequence >= NEW.last_sequence ORDER BY sequence LIMIT 1) e
      WHERE e.sequence = NEW.last_sequence AND e.hash = NEW.head)) THEN
    RAISE EXCEPTION 'ledger.chain' USING DETAIL = OLD.code;
  END IF;
  RETURN NEW;
END $$
--== function ledger_counter_guard
CREATE OR REPLACE FUNCTION ledger_counter_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = {schema}, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'ledger.chain' USING DETAIL = OLD.key; END IF;
  IF TG_OP = 'UPDATE' AND (NEW.journal_id <> OLD.journal_id OR NEW.key <> OLD.key OR NEW.company_id <> OLD.company_id
    OR NEW.last_number <= OLD.last_number) THEN
    RAISE EXCEPTION 'ledger.chain' USING DETAIL = OLD.key;
  END IF;
  -- In the order of numbers, for the same reason.
  IF NEW.last_number IS DISTINCT FROM (SELECT number FROM entry WHERE journal_id = NEW.journal_id AND number_key = NEW.key
    AND number >= NEW.last_number AND company_id = NEW.company_id ORDER BY number LIMIT 1) THEN
    RAISE EXCEPTION 'ledger.chain' USING DETAIL = NEW.key;
  END IF;
  RETURN NEW;
END $$
--== function ledger_period_guard
CREATE OR REPLACE FUNCTION ledger_period_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = {schema}, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'ledger.period_locked' USING DETAIL = OLD.code; END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'open' OR NEW.starts_on <> date_trunc('month', NEW.starts_on)::date
      OR NEW.code <> to_char(NEW.starts_on, 'YYYY-MM')
      OR NEW.ends_on <> (date_trunc('month', NEW.starts_on) + interval '1 month - 1 day')::date THEN
      RAISE EXCEPTION 'ledger.period_locked' USING DETAIL = NEW.code;
    END IF;
    IF EXISTS (SELECT 1 FROM period WHERE company_id = NEW.company_id AND code > NEW.code AND state <> 'open')
      AND NOT EXISTS (SELECT 1 FROM period WHERE company_id = NEW.company_id AND code = NEW.code) THEN
      RAISE EXCEPTION 'ledger.period_closed' USING DETAIL = NEW.code;
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.id <> OLD.id OR NEW.company_id <> OLD.company_id OR NEW.code <> OLD.code OR NEW.starts_on <> OLD.starts_on
    OR NEW.ends_on <> OLD.ends_on OR OLD.state || '>' || NEW.state
    NOT IN ('open>open', 'open>closed', 'closed>closed', 'closed>open', 'closed>locked') THEN
    RAISE EXCEPTION 'ledger.period_locked' USING DETAIL = OLD.code;
  END IF;
  RETURN NEW;
END $$
--== function ledger_account_guard
CREATE OR REPLACE FUNCTION ledger_account_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = {schema}, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.id = OLD.id AND NEW.company_id = OLD.company_id AND NEW.code = OLD.code
    AND NEW.kind = OLD.kind THEN
    RETURN NEW;
  END IF;
  IF EXISTS (SELECT 1 FROM entry_line WHERE account_id = OLD.id) THEN
    RAISE EXCEPTION 'ledger.account_in_use' USING DETAIL = OLD.code;
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$
--== function ledger_post
CREATE OR REPLACE FUNCTION ledger_post(
  company bigint, recorded timestamptz, version int,
  h_journal bigint[], h_date date[], h_key text[], h_summary text[], h_document bigint[], h_event text[],
  h_operation text[], h_user bigint[], h_reverses bigint[], h_digest text[],
  l_entry int[], l_position int[], l_account bigint[], l_debit bigint[], l_credit bigint[], l_summary text[],
  l_currency text[], l_original bigint[], l_product bigint[], l_unit bigint[], l_quantity bigint[], l_place bigint[],
  l_party bigint[], l_centre bigint[], l_object bigint[], l_rule text[],
  OUT ordinal int, OUT r_id bigint, OUT r_key text, OUT r_number bigint, OUT r_hash text, OUT repeated boolean
) RETURNS SETOF record LANGUAGE plpgsql SECURITY DEFINER
SET search_path = {schema}, pg_temp SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off SET jit = off AS $$
#variable_conflict use_column
DECLARE
  months text[] := '{}'; size int := cardinality(h_journal); ids bigint[] := array_fill(NULL::bigint, ARRAY[size]);
  sequences bigint[] := ids; numbers bigint[] := ids; periods bigint[] := ids; before text[] := array_fill(NULL::text, ARRAY[size]);
  hashes text[] := before; taken boolean[] := array_fill(false, ARRAY[size]); is_fresh boolean := false;
  day date; many int; known record; month record; book bigint; spot bigint;
  head text; counters text[] := '{}'; lasts bigint[] := '{}'; slot int;
BEGIN
  FOR i IN 1..size LOOP
    IF h_date[i] IS DISTINCT FROM day THEN
      day := h_date[i];
      IF to_char(day, 'YYYY-MM') <> ALL(months) THEN months := months || to_char(day, 'YYYY-MM'); END IF;
    END IF;
  END LOOP;
  PERFORM 1 FROM period p WHERE p.company_id = company AND p.code = ANY(months) ORDER BY p.id FOR SHARE;
  GET DIAGNOSTICS many = ROW_COUNT;
  IF many < cardinality(months) THEN
    -- What is already posted asks for no period; what another session posts meanwhile is found after the lock.
    -- LIMIT 1 makes these look-ups one by one in the index; without it a young table's plan reads all entries each time.
    SELECT coalesce(array_agg(DISTINCT to_char(g.d, 'YYYY-MM')), '{}') INTO months FROM unnest(h_date, h_document, h_event) g(d, document, v)
      WHERE (SELECT e.id FROM entry e WHERE e.company_id = company AND e.document_id = g.document AND e.event = g.v LIMIT 1)
        IS NULL;
    INSERT INTO period (company_id, code, starts_on, ends_on, state)
      SELECT company, m, (m || '-01')::date, ((m || '-01')::date + interval '1 month - 1 day')::date, 'open'
      FROM unnest(months) m WHERE NOT EXISTS (SELECT 1 FROM period p WHERE p.company_id = company AND p.code = m)
      ORDER BY m ON CONFLICT DO NOTHING;
    PERFORM 1 FROM period p WHERE p.company_id = company AND p.code = ANY(months) ORDER BY p.id FOR SHARE;
  END IF;
  PERFORM 1 FROM journal j WHERE j.id = ANY(h_journal) AND j.company_id = company ORDER BY j.id FOR NO KEY UPDATE;
  -- One by one, since each is a look-up in an index: for a single entry a query over the arrays costs three times as much.
  -- Everything is refused here, before ids are drawn, so that a refusal leaves no gap.
  day := NULL;
  FOR i IN 1..size LOOP
    SELECT e.id, e.number_key, e.number, e.hash INTO known FROM entry e
      WHERE e.company_id = company AND e.document_id = h_document[i] AND e.event = h_event[i] LIMIT 1;
    IF FOUND THEN
      taken[i] := true; ids[i] := known.id; numbers[i] := known.number; hashes[i] := known.hash; h_key[i] := known.number_key;
      CONTINUE;
    END IF;
    is_fresh := true;
    IF h_date[i] IS DISTINCT FROM day THEN
      day := h_date[i];
      SELECT p.id, p.state INTO month FROM period p WHERE p.company_id = company AND p.code = to_char(day, 'YYYY-MM') LIMIT 1;
      IF month.state IS DISTINCT FROM 'open' THEN
        RAISE EXCEPTION 'ledger.period_closed' USING DETAIL = to_char(day, 'YYYY-MM');
      END IF;
    END IF;
    periods[i] := month.id;
  END LOOP;
  FOR i IN 1..size LOOP
    IF NOT taken[i] THEN
      IF h_journal[i] IS DISTINCT FROM book THEN
        book := h_journal[i];
        SELECT j.last_sequence, j.head INTO spot, head FROM journal j WHERE j.id = book AND j.company_id = company LIMIT 1;
        IF NOT FOUND THEN RAISE EXCEPTION 'ledger.unknown_journal' USING DETAIL = book; END IF;
      END IF;
      slot := array_position(counters, book || '|' || h_key[i]);
      IF slot IS NULL THEN
        slot := cardinality(counters) + 1; counters[slot] := book || '|' || h_key[i];
        lasts[slot] := coalesce((SELECT c.last_number FROM journal_counter c WHERE c.journal_id = book AND c.key = h_key[i] LIMIT 1), 0);
      END IF;
      spot := spot + 1; lasts[slot] := lasts[slot] + 1; ids[i] := nextval('{schema_text}.entry_id_seq');
      sequences[i] := spot; numbers[i] := lasts[slot]; before[i] := head;
      head := ledger_hash(head, ids[i], spot, h_key[i], lasts[slot], h_digest[i], version);
      hashes[i] := head;
    END IF;
    ordinal := i; r_id := ids[i]; r_key := h_key[i]; r_number := numbers[i]; r_hash := hashes[i]; repeated := taken[i];
    RETURN NEXT;
  END LOOP;
  IF is_fresh THEN
    WITH added AS (
      INSERT INTO entry (id, company_id, journal_id, period_id, sequence, number_key, number, date, summary, document_id,
        event, operation, user_id, recorded_at, reverses_id, hash_version, digest, previous, hash, state)
      SELECT g.id, company, g.j, g.p, g.s, g.k, g.n, g.d, g.summary, g.document, g.event, g.operation, g.u, recorded, g.r,
        version, g.digest, g.b, g.hash, 1
      FROM unnest(ids, h_journal, periods, sequences, h_key, numbers, h_date, h_summary, h_document, h_event, h_operation,
        h_user, h_reverses, h_digest, before, hashes, taken)
        g(id, j, p, s, k, n, d, summary, document, event, operation, u, r, digest, b, hash, t) WHERE NOT g.t
    )
    INSERT INTO entry_line (entry_id, position, company_id, account_id, date, debit, credit, summary, currency,
      original_amount, product_id, unit_id, quantity, place_id, party_id, cost_centre_id, cost_object_id, rule_id)
    SELECT ids[l.e], l.position, company, l.a, h_date[l.e], l.debit, l.credit, coalesce(l.summary, ''), l.currency, l.original,
      l.product, l.unit, l.quantity, l.place, l.party, l.centre, l.object, l.rule
    FROM unnest(l_entry, l_position, l_account, l_debit, l_credit, l_summary, l_currency, l_original, l_product, l_unit,
      l_quantity, l_place, l_party, l_centre, l_object, l_rule)
      l(e, position, a, debit, credit, summary, currency, original, product, unit, quantity, place, party, centre, object, rule)
    WHERE NOT taken[l.e];
    INSERT INTO balance AS b
    SELECT company, l.a, periods[l.e], coalesce(l.party, 0), coalesce(l.object, 0), coalesce(l.centre, 0), 0,
      sum(l.debit), sum(l.credit)
    FROM unnest(l_entry, l_account, l_debit, l_credit, l_party, l_centre, l_object)
      l(e, a, debit, credit, party, centre, object)
    WHERE NOT taken[l.e] AND (l.debit <> 0 OR l.credit <> 0)
    GROUP BY 2, 3, 4, 5, 6 ORDER BY 2, 3, 4, 5, 6
    ON CONFLICT (company_id, account_id, period_id, party_id, cost_object_id, cost_centre_id, shard)
    DO UPDATE SET debit = b.debit + excluded.debit, credit = b.credit + excluded.credit;
    IF l_product IS NOT NULL THEN
      INSERT INTO stock AS b
      SELECT company, l.a, l.product, coalesce(l.place, 0), coalesce(l.unit, 0), sum(coalesce(l.quantity, 0)),
        sum(l.debit - l.credit)
      FROM unnest(l_entry, l_account, l_debit, l_credit, l_product, l_unit, l_quantity, l_place)
        l(e, a, debit, credit, product, unit, quantity, place)
      WHERE NOT taken[l.e] AND l.product IS NOT NULL GROUP BY 2, 3, 4, 5 ORDER BY 2, 3, 4, 5
      ON CONFLICT (company_id, account_id, product_id, place_id, unit_id)
      DO UPDATE SET quantity = b.quantity + excluded.quantity, value = b.value + excluded.value;
    END IF;
  END IF;
END $$
--== function ledger_rebuild
CREATE OR REPLACE FUNCTION ledger_rebuild(company bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = {schema}, pg_temp AS $$
BEGIN
  PERFORM 1 FROM journal j WHERE j.company_id = company ORDER BY j.id FOR NO KEY UPDATE;
  DELETE FROM balance b WHERE b.company_id = company;
  DELETE FROM stock s WHERE s.company_id = company;
  INSERT INTO balance SELECT e.company_id, l.account_id, e.period_id, coalesce(l.party_id, 0), coalesce(l.cost_object_id, 0),
    coalesce(l.cost_centre_id, 0), 0, sum(l.debit), sum(l.credit)
    FROM entry_line l JOIN entry e ON e.id = l.entry_id
    WHERE e.company_id = company AND (l.debit <> 0 OR l.credit <> 0) GROUP BY 1, 2, 3, 4, 5, 6;
  INSERT INTO stock SELECT e.company_id, l.account_id, l.product_id, coalesce(l.place_id, 0), coalesce(l.unit_id, 0),
    sum(coalesce(l.quantity, 0)), sum(l.debit - l.credit)
    FROM entry_line l JOIN entry e ON e.id = l.entry_id
    WHERE e.company_id = company AND l.product_id IS NOT NULL GROUP BY 1, 2, 3, 4, 5;
END $$
--== trigger ledger_entry_insert
CREATE TRIGGER ledger_entry_insert AFTER INSERT ON entry REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_guard()
--== trigger ledger_line_insert
CREATE TRIGGER ledger_line_insert AFTER INSERT ON entry_line REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_line_guard()
--== trigger ledger_entry_frozen
CREATE TRIGGER ledger_entry_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON entry FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('ledger.immutable')
--== trigger ledger_line_frozen
CREATE TRIGGER ledger_line_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON entry_line FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('ledger.immutable')
--== trigger ledger_journal_row
-- What the entries' own guard writes needs no second look; it has just compared it with the entries.
CREATE TRIGGER ledger_journal_row BEFORE INSERT OR DELETE OR UPDATE ON journal FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION ledger_journal_guard()
--== trigger ledger_journal_truncate
CREATE TRIGGER ledger_journal_truncate BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('ledger.chain')
--== trigger ledger_counter_row
CREATE TRIGGER ledger_counter_row BEFORE INSERT OR DELETE OR UPDATE ON journal_counter FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION ledger_counter_guard()
--== trigger ledger_counter_truncate
CREATE TRIGGER ledger_counter_truncate BEFORE TRUNCATE ON journal_counter FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('ledger.chain')
--== trigger ledger_period_row
CREATE TRIGGER ledger_period_row BEFORE INSERT OR DELETE OR UPDATE ON period FOR EACH ROW EXECUTE FUNCTION ledger_period_guard()
--== trigger ledger_period_truncate
CREATE TRIGGER ledger_period_truncate BEFORE TRUNCATE ON period FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('ledger.period_locked')
--== trigger ledger_account_row
CREATE TRIGGER ledger_account_row BEFORE DELETE OR UPDATE ON account FOR EACH ROW EXECUTE FUNCTION ledger_account_guard()
--== trigger ledger_account_truncate
CREATE TRIGGER ledger_account_truncate BEFORE TRUNCATE ON account FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('ledger.account_in_use')
--== trigger ledger_state_frozen
CREATE TRIGGER ledger_state_frozen BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON entry_state FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('ledger.immutable')
