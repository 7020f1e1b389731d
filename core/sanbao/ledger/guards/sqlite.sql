-- The guards of the books on SQLite. Tokens such as ledger.unbalanced are what Python shows to people.
-- Each statement begins with a line "--== name".

--== entry_insert
CREATE TRIGGER ledger_entry_insert AFTER INSERT ON entry WHEN NEW.state <> 0
BEGIN SELECT RAISE(ABORT, 'ledger.immutable'); END
--== entry_update
CREATE TRIGGER ledger_entry_update AFTER UPDATE ON entry WHEN OLD.state <> 0 OR NEW.state NOT IN (0, 1) OR NEW.id <> OLD.id
BEGIN SELECT RAISE(ABORT, 'ledger.immutable'); END
--== entry_delete
CREATE TRIGGER ledger_entry_delete BEFORE DELETE ON entry WHEN OLD.state <> 0
BEGIN SELECT RAISE(ABORT, 'ledger.immutable'); END
--== entry_post
-- A draft becomes posted: everything is summed and looked up again here, nothing is believed; then the journal moves on.
CREATE TRIGGER ledger_entry_post AFTER UPDATE ON entry WHEN OLD.state = 0 AND NEW.state = 1
BEGIN
  SELECT CASE
    WHEN count(*) < 2 THEN RAISE(ABORT, 'ledger.empty')
    WHEN count(a.id) <> count(*) THEN RAISE(ABORT, 'ledger.unknown_account')
    WHEN sum(l.company_id <> NEW.company_id OR l.date <> NEW.date) > 0 THEN RAISE(ABORT, 'ledger.bad_line')
    WHEN sum(l.debit) <> sum(l.credit) THEN RAISE(ABORT, 'ledger.unbalanced')
    WHEN sum(a.kind = 'memo' AND (l.debit <> 0 OR l.credit <> 0)) > 0 THEN RAISE(ABORT, 'ledger.memo_money')
    WHEN sum(l.debit = 0 AND l.credit = 0 AND coalesce(l.quantity, 0) = 0) > 0 THEN RAISE(ABORT, 'ledger.empty')
    WHEN sum(l.quantity) <> 0 THEN RAISE(ABORT, 'ledger.goods_unbalanced')
    WHEN count(l.quantity) > 0 AND EXISTS (
      SELECT 1 FROM entry_line WHERE entry_id = NEW.id AND quantity IS NOT NULL
      GROUP BY product_id, coalesce(unit_id, 0) HAVING sum(quantity) <> 0
    ) THEN RAISE(ABORT, 'ledger.goods_unbalanced')
  END
  FROM entry_line AS l LEFT JOIN account AS a
    ON a.id = l.account_id AND a.company_id = NEW.company_id AND a.is_active
  WHERE l.entry_id = NEW.id;
  SELECT CASE
    WHEN NOT EXISTS (
      SELECT 1 FROM period WHERE id = NEW.period_id AND company_id = NEW.company_id AND state = 'open'
      AND NEW.date BETWEEN starts_on AND ends_on
    ) THEN RAISE(ABORT, 'ledger.period_closed')
    WHEN length(NEW.hash) <> 64 OR length(NEW.digest) <> 64 OR NOT EXISTS (
      SELECT 1 FROM journal AS j LEFT JOIN journal_counter AS c ON c.journal_id = j.id AND c.key = NEW.number_key
      WHERE j.id = NEW.journal_id AND j.company_id = NEW.company_id AND NEW.sequence = j.last_sequence + 1
      AND NEW.previous = j.head AND NEW.number = coalesce(c.last_number, 0) + 1
      AND NEW.number_key = substr(NEW.date, 1, CASE j.numbering WHEN 'month' THEN 7 ELSE 4 END)
    ) THEN RAISE(ABORT, 'ledger.chain')
    WHEN NEW.reverses_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM entry WHERE id = NEW.reverses_id AND company_id = NEW.company_id AND id < NEW.id
    ) THEN RAISE(ABORT, 'ledger.unknown_entry')
  END;
  UPDATE journal_counter SET last_number = NEW.number WHERE journal_id = NEW.journal_id AND key = NEW.number_key;
  INSERT INTO journal_counter (journal_id, key, company_id, last_number)
  SELECT NEW.journal_id, NEW.number_key, NEW.company_id, NEW.number WHERE NEW.number = 1;
  UPDATE journal SET last_sequence = NEW.sequence, head = NEW.hash WHERE id = NEW.journal_id;
END
--== line_insert
CREATE TRIGGER ledger_line_insert AFTER INSERT ON entry_line
WHEN (SELECT state FROM entry WHERE id = NEW.entry_id) IS NOT 0
BEGIN SELECT RAISE(ABORT, 'ledger.immutable'); END
--== line_update
CREATE TRIGGER ledger_line_update BEFORE UPDATE ON entry_line
WHEN (SELECT state FROM entry WHERE id = OLD.entry_id) IS NOT 0 OR (SELECT state FROM entry WHERE id = NEW.entry_id) IS NOT 0
BEGIN SELECT RAISE(ABORT, 'ledger.immutable'); END
--== line_delete
CREATE TRIGGER ledger_line_delete BEFORE DELETE ON entry_line
WHEN (SELECT state FROM entry WHERE id = OLD.entry_id) IS NOT 0
BEGIN SELECT RAISE(ABORT, 'ledger.immutable'); END
--== journal_insert
CREATE TRIGGER ledger_journal_insert BEFORE INSERT ON journal
WHEN NEW.last_sequence <> 0 OR NEW.head <> '{genesis}'
BEGIN SELECT RAISE(ABORT, 'ledger.chain'); END
--== journal_update
CREATE TRIGGER ledger_journal_update BEFORE UPDATE ON journal
WHEN NEW.id <> OLD.id OR NEW.company_id <> OLD.company_id
  OR ((NEW.code <> OLD.code OR NEW.numbering <> OLD.numbering) AND OLD.last_sequence > 0)
  OR ((NEW.last_sequence <> OLD.last_sequence OR NEW.head <> OLD.head) AND NOT EXISTS (
    SELECT 1 FROM entry WHERE journal_id = NEW.id AND sequence = NEW.last_sequence AND hash = NEW.head
    AND state = 1 AND NEW.last_sequence = OLD.last_sequence + 1))
BEGIN SELECT RAISE(ABORT, 'ledger.chain'); END
--== journal_delete
CREATE TRIGGER ledger_journal_delete BEFORE DELETE ON journal WHEN OLD.last_sequence > 0
BEGIN SELECT RAISE(ABORT, 'ledger.chain'); END
--== counter_insert
CREATE TRIGGER ledger_counter_insert BEFORE INSERT ON journal_counter
WHEN NOT EXISTS (
  SELECT 1 FROM entry AS e JOIN journal AS j ON j.id = e.journal_id WHERE e.journal_id = NEW.journal_id
  AND e.number_key = NEW.key AND e.number = NEW.last_number AND e.company_id = NEW.company_id AND e.state = 1)
  OR NEW.last_number <= coalesce(
    (SELECT last_number FROM journal_counter WHERE journal_id = NEW.journal_id AND key = NEW.key), 0)
BEGIN SELECT RAISE(ABORT, 'ledger.chain'); END
--== counter_update
CREATE TRIGGER ledger_counter_update BEFORE UPDATE ON journal_counter
WHEN NEW.journal_id <> OLD.journal_id OR NEW.key <> OLD.key OR NEW.company_id <> OLD.company_id
  OR NEW.last_number <> OLD.last_number + 1 OR NOT EXISTS (
    SELECT 1 FROM entry WHERE journal_id = NEW.journal_id AND number_key = NEW.key AND number = NEW.last_number AND state = 1)
BEGIN SELECT RAISE(ABORT, 'ledger.chain'); END
--== counter_delete
CREATE TRIGGER ledger_counter_delete BEFORE DELETE ON journal_counter
BEGIN SELECT RAISE(ABORT, 'ledger.chain'); END
--== period_insert
CREATE TRIGGER ledger_period_insert BEFORE INSERT ON period
WHEN NEW.state <> 'open' OR NEW.code <> substr(NEW.starts_on, 1, 7) OR NEW.starts_on IS NOT date(NEW.starts_on, 'start of month')
  OR NEW.ends_on IS NOT date(NEW.starts_on, 'start of month', '+1 month', '-1 day')
BEGIN SELECT RAISE(ABORT, 'ledger.period_locked'); END
--== period_insert_early
CREATE TRIGGER ledger_period_insert_early BEFORE INSERT ON period
WHEN EXISTS (SELECT 1 FROM period WHERE company_id = NEW.company_id AND code > NEW.code AND state <> 'open')
  AND NOT EXISTS (SELECT 1 FROM period WHERE company_id = NEW.company_id AND code = NEW.code)
BEGIN SELECT RAISE(ABORT, 'ledger.period_closed'); END
--== period_update
CREATE TRIGGER ledger_period_update BEFORE UPDATE ON period
WHEN NEW.id <> OLD.id OR NEW.company_id <> OLD.company_id OR NEW.code <> OLD.code OR NEW.starts_on <> OLD.starts_on
  OR NEW.ends_on <> OLD.ends_on
  OR (OLD.state || '>' || NEW.state NOT IN ('open>open', 'open>closed', 'closed>closed', 'closed>open', 'closed>locked'))
BEGIN SELECT RAISE(ABORT, 'ledger.period_locked'); END
--== period_delete
CREATE TRIGGER ledger_period_delete BEFORE DELETE ON period
BEGIN SELECT RAISE(ABORT, 'ledger.period_locked'); END
--== account_update
CREATE TRIGGER ledger_account_update BEFORE UPDATE ON account
WHEN (NEW.id <> OLD.id OR NEW.company_id <> OLD.company_id OR NEW.code <> OLD.code OR NEW.kind <> OLD.kind)
  AND EXISTS (SELECT 1 FROM entry_line WHERE account_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'ledger.account_in_use'); END
--== account_delete
CREATE TRIGGER ledger_account_delete BEFORE DELETE ON account
WHEN EXISTS (SELECT 1 FROM entry_line WHERE account_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'ledger.account_in_use'); END
--== balance_insert
-- Balances move only beside a draft, and no draft can be committed: only a posting (or a rebuild) moves them.
CREATE TRIGGER ledger_balance_insert BEFORE INSERT ON balance WHEN NOT EXISTS (SELECT 1 FROM entry WHERE state = 0)
BEGIN SELECT RAISE(ABORT, 'ledger.derived'); END
--== balance_update
CREATE TRIGGER ledger_balance_update BEFORE UPDATE ON balance WHEN NOT EXISTS (SELECT 1 FROM entry WHERE state = 0)
BEGIN SELECT RAISE(ABORT, 'ledger.derived'); END
--== balance_delete
CREATE TRIGGER ledger_balance_delete BEFORE DELETE ON balance WHEN NOT EXISTS (SELECT 1 FROM entry WHERE state = 0)
BEGIN SELECT RAISE(ABORT, 'ledger.derived'); END
--== stock_insert
CREATE TRIGGER ledger_stock_insert BEFORE INSERT ON stock WHEN NOT EXISTS (SELECT 1 FROM entry WHERE state = 0)
BEGIN SELECT RAISE(ABORT, 'ledger.derived'); END
--== stock_update
CREATE TRIGGER ledger_stock_update BEFORE UPDATE ON stock WHEN NOT EXISTS (SELECT 1 FROM entry WHERE state = 0)
BEGIN SELECT RAISE(ABORT, 'ledger.derived'); END
--== stock_delete
CREATE TRIGGER ledger_stock_delete BEFORE DELETE ON stock WHEN NOT EXISTS (SELECT 1 FROM entry WHERE state = 0)
BEGIN SELECT RAISE(ABORT, 'ledger.derived'); END
--== state_insert
CREATE TRIGGER ledger_state_insert BEFORE INSERT ON entry_state
BEGIN SELECT RAISE(ABORT, 'ledger.immutable'); END
--== state_update
CREATE TRIGGER ledger_state_update BEFORE UPDATE ON entry_state
BEGIN SELECT RAISE(ABORT, 'ledger.immutable'); END
--== state_delete
CREATE TRIGGER ledger_state_delete BEFORE DELETE ON entry_state
BEGIN SELECT RAISE(ABORT, 'ledger.immutable'); END
