-- # is the tables' prefix. Instants are microseconds since 1970, payloads JSON text. Text is compared
-- by its bytes. A key too long for an index stands for itself as a digest (IndexKey.java).

CREATE TABLE #schema (version int NOT NULL);

INSERT INTO #schema (version) VALUES (0);

-- version and changed_at are those of the last event; version 0 where somebody only asked for it.
-- The room that is left in each page keeps updates out of the indexes.
CREATE TABLE #subjects (
  number     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant     text COLLATE "C" NOT NULL,
  kind       text COLLATE "C" NOT NULL,
  id         text COLLATE "C" NOT NULL,
  version    bigint NOT NULL,
  changed_at bigint NOT NULL,
  UNIQUE (tenant, kind, id)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

CREATE TABLE #events (
  subject bigint NOT NULL,
  version bigint NOT NULL,
  at      bigint NOT NULL,
  type    text COLLATE "C" NOT NULL,
  actor   text COLLATE "C" NOT NULL,
  cause   text COLLATE "C",
  data    text COLLATE "C" NOT NULL,
  PRIMARY KEY (subject, version)
);

CREATE SEQUENCE #job_numbers;

-- type: EFFECT or TIMER. priority: 0 first. state: WAITING, RUNNING, PAUSED, DONE, DEAD, UNKNOWN.
-- due_at: when it may be claimed, or the claim is over; NULL where nothing is awaited.
-- name_key: an effect's key, or a timer's name and subject, line by line.
-- No two indexes begin with the tenant: without statistics the server would take the wrong one.
CREATE TABLE #jobs (
  number       bigint PRIMARY KEY,
  tenant       text COLLATE "C" NOT NULL,
  subject_kind text COLLATE "C" NOT NULL,
  subject_id   text COLLATE "C" NOT NULL,
  type         text COLLATE "C" NOT NULL,
  name         text COLLATE "C" NOT NULL,
  kind         text COLLATE "C" NOT NULL,
  priority     int NOT NULL,
  payload      text COLLATE "C" NOT NULL,
  schedule     text COLLATE "C",
  at           bigint NOT NULL,
  state        text COLLATE "C" NOT NULL,
  due_at       bigint,
  attempts     int NOT NULL DEFAULT 0,
  failures     int NOT NULL DEFAULT 0,
  fence        bigint NOT NULL DEFAULT 0,
  worker       text COLLATE "C",
  error        text COLLATE "C",
  progress     text COLLATE "C",
  name_key     text COLLATE "C" NOT NULL,
  UNIQUE (name_key, tenant)
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);

CREATE INDEX #jobs_subject ON #jobs (subject_id, subject_kind, tenant);

CREATE INDEX #jobs_due ON #jobs (kind, priority, due_at, number) INCLUDE (tenant)
  WHERE due_at IS NOT NULL;

-- What limits count, and what an operator looks for. One for both: each costs every append.
CREATE INDEX #jobs_state ON #jobs (state, kind, due_at) INCLUDE (tenant)
  WHERE state IN ('RUNNING', 'PAUSED', 'DEAD', 'UNKNOWN');

-- ends_at: when it is free again; NULL for never.
CREATE TABLE #unique_keys (
  tenant  text COLLATE "C" NOT NULL,
  space   text COLLATE "C" NOT NULL,
  name    text COLLATE "C" NOT NULL,
  value   text COLLATE "C" NOT NULL,
  ends_at bigint,
  PRIMARY KEY (tenant, space, name)
);

CREATE INDEX #unique_keys_end ON #unique_keys (ends_at) WHERE ends_at IS NOT NULL;

-- An ended lease stays for a day, so that the next fence is higher whatever the clock does.
CREATE TABLE #leases (
  tenant  text COLLATE "C" NOT NULL,
  name    text COLLATE "C" NOT NULL,
  owner   text COLLATE "C" NOT NULL,
  fence   bigint NOT NULL,
  ends_at bigint NOT NULL,
  PRIMARY KEY (tenant, name)
) WITH (fillfactor = 70);

CREATE INDEX #leases_fence ON #leases (fence);

-- Large contents. sha256 is NULL, and the content invisible, until all of its chunks are there.
CREATE TABLE #contents (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text COLLATE "C" NOT NULL,
  kind   text COLLATE "C" NOT NULL,
  id     text COLLATE "C" NOT NULL,
  sha256 text COLLATE "C",
  size   bigint NOT NULL,
  put_at bigint NOT NULL,
  UNIQUE (tenant, kind, id, sha256)
);

CREATE INDEX #contents_begun ON #contents (put_at) WHERE sha256 IS NULL;

-- position: 0 for a content's first bytes, then 1 and so on. Most contents are compressed already.
CREATE TABLE #chunks (
  content  bigint NOT NULL,
  position int NOT NULL,
  data     bytea NOT NULL,
  PRIMARY KEY (content, position)
);

ALTER TABLE #chunks ALTER COLUMN data SET STORAGE EXTERNAL;

-- Writes one append, or nothing: a refusal is a result, not an error, so that a transaction it is
-- part of lives on. Groups that the append has nothing of are NULL. p_: the append and its subject,
-- l_: the lease it needs, e_: events, f_: keys to free, k_: keys to take, j_: jobs to plan, x_: timers
-- to cancel, c_: changes of jobs.
-- o_status: 0 written, 1 lease lost, 2 other version, 3 key taken, 4 effect's key taken, 5 job changed,
-- 6 whoever was in the way is gone: call again. o_index: which key, job or change, from 1.
-- Rows are locked in this order: lease, subject, keys, effects, changed jobs, timers; of each the
-- lowest key first.
CREATE FUNCTION #append(
  p_now bigint, p_tenant text, p_kind text, p_id text, p_expected bigint DEFAULT NULL,
  p_forget bigint DEFAULT 0,
  l_tenant text DEFAULT NULL, l_name text DEFAULT NULL, l_owner text DEFAULT NULL,
  l_fence bigint DEFAULT NULL,
  e_type text[] DEFAULT NULL, e_actor text[] DEFAULT NULL, e_cause text[] DEFAULT NULL,
  e_data text[] DEFAULT NULL,
  f_tenant text[] DEFAULT NULL, f_space text[] DEFAULT NULL, f_name text[] DEFAULT NULL,
  k_tenant text[] DEFAULT NULL, k_space text[] DEFAULT NULL, k_name text[] DEFAULT NULL,
  k_value text[] DEFAULT NULL, k_ends bigint[] DEFAULT NULL, k_freed boolean[] DEFAULT NULL,
  j_type text[] DEFAULT NULL, j_name text[] DEFAULT NULL, j_kind text[] DEFAULT NULL,
  j_priority int[] DEFAULT NULL, j_payload text[] DEFAULT NULL, j_schedule text[] DEFAULT NULL,
  j_at bigint[] DEFAULT NULL, j_key text[] DEFAULT NULL,
  x_key text[] DEFAULT NULL,
  c_number bigint[] DEFAULT NULL, c_old bigint[] DEFAULT NULL, c_removed boolean[] DEFAULT NULL,
  c_at bigint[] DEFAULT NULL, c_state text[] DEFAULT NULL, c_due bigint[] DEFAULT NULL,
  c_attempts int[] DEFAULT NULL, c_failures int[] DEFAULT NULL, c_fence bigint[] DEFAULT NULL,
  c_worker text[] DEFAULT NULL, c_error text[] DEFAULT NULL, c_progress text[] DEFAULT NULL,
  OUT o_status int, OUT o_version bigint, OUT o_index int, OUT o_holder text)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
AS $$
DECLARE
  v_added int := coalesce(cardinality(e_type), 0);
  v_jobs int := coalesce(cardinality(j_type), 0);
  v_subject bigint;
  v_created boolean := false;
  v_at bigint;
  v_tenants text[];
  v_spaces text[];
  v_names text[];
  v_ended #unique_keys[];
  v_numbers bigint[];
  v_effects bigint[];
  v_count int;
  v_sum int := 0;
BEGIN
  o_status := 0;
  IF l_name IS NOT NULL THEN
    PERFORM 1 FROM #leases l
      WHERE l.tenant = l_tenant AND l.name = l_name AND l.owner = l_owner AND l.fence = l_fence
        AND l.ends_at > p_now
      FOR SHARE;
    IF NOT FOUND THEN
      o_status := 1;
      RETURN;
    END IF;
  END IF;

  -- A key that is held already is the common refusal: it is found before anything is written.
  IF k_name IS NOT NULL THEN
    SELECT k.n, u.value INTO o_index, o_holder
      FROM unnest(k_tenant, k_space, k_name, k_freed) WITH ORDINALITY
        AS k(tenant, space, name, freed, n)
      JOIN #unique_keys u ON u.tenant = k.tenant AND u.space = k.space AND u.name = k.name
      WHERE NOT k.freed AND (u.ends_at IS NULL OR u.ends_at > p_now)
      ORDER BY k.n LIMIT 1;
    IF FOUND THEN
      o_status := 3;
      IF p_expected IS NOT NULL THEN
        SELECT s.version INTO o_version FROM #subjects s
          WHERE s.tenant = p_tenant AND s.kind = p_kind AND s.id = p_id;
        o_version := coalesce(o_version, 0);
        IF o_version <> p_expected THEN
          o_status := 2;
        END IF;
      END IF;
      RETURN;
    END IF;
  END IF;

  IF v_added > 0 OR p_expected IS NOT NULL OR p_forget > 0 THEN
    LOOP
      IF v_count IS NOT NULL OR p_expected IS DISTINCT FROM 0 THEN
        UPDATE #subjects s
          SET version = s.version + v_added,
            changed_at =
              CASE WHEN v_added > 0 THEN greatest(s.changed_at, p_now) ELSE s.changed_at END
          WHERE s.tenant = p_tenant AND s.kind = p_kind AND s.id = p_id
            AND (p_expected IS NULL OR s.version = p_expected)
          RETURNING s.number, s.version, s.changed_at INTO v_subject, o_version, v_at;
        EXIT WHEN FOUND;
        SELECT s.version INTO o_version FROM #subjects s
          WHERE s.tenant = p_tenant AND s.kind = p_kind AND s.id = p_id;
        o_version := coalesce(o_version, 0);
        IF p_expected <> o_version THEN
          o_status := 2;
          RETURN;
        END IF;
      END IF;
      v_count := 1;
      INSERT INTO #subjects (tenant, kind, id, version, changed_at)
        VALUES (p_tenant, p_kind, p_id, v_added,
          CASE WHEN v_added > 0 THEN p_now ELSE -9223372036854775808 END)
        ON CONFLICT DO NOTHING
        RETURNING number, version, changed_at INTO v_subject, o_version, v_at;
      IF FOUND THEN
        v_created := true;
        EXIT;
      END IF;
    END LOOP;
  ELSE
    SELECT s.version INTO o_version FROM #subjects s
      WHERE s.tenant = p_tenant AND s.kind = p_kind AND s.id = p_id;
    o_version := coalesce(o_version, 0);
  END IF;

  <<refusable>>
  BEGIN
    IF k_name IS NOT NULL THEN
      IF j_type IS NOT NULL OR c_number IS NOT NULL OR cardinality(k_name) > 1 THEN
        v_ended := ARRAY(
          SELECT u FROM unnest(k_tenant, k_space, k_name) AS k(tenant, space, name)
            JOIN #unique_keys u ON u.tenant = k.tenant AND u.space = k.space AND u.name = k.name
            WHERE u.ends_at <= p_now);
      END IF;
      WITH taken AS (
        INSERT INTO #unique_keys AS u (tenant, space, name, value, ends_at)
          SELECT k.tenant, k.space, k.name, k.value, k.ends
            FROM unnest(k_tenant, k_space, k_name, k_value, k_ends, k_freed)
              AS k(tenant, space, name, value, ends, freed)
            WHERE NOT k.freed
            ORDER BY k.tenant COLLATE "C", k.space COLLATE "C", k.name COLLATE "C"
          ON CONFLICT (tenant, space, name) DO UPDATE
            SET value = excluded.value, ends_at = excluded.ends_at WHERE u.ends_at <= p_now
          RETURNING tenant, space, name)
        SELECT array_agg(tenant), array_agg(space), array_agg(name)
          INTO v_tenants, v_spaces, v_names FROM taken;
      IF coalesce(cardinality(v_names), 0) + cardinality(array_positions(k_freed, true))
          < cardinality(k_name) THEN
        SELECT k.n, u.value INTO o_index, o_holder
          FROM unnest(k_tenant, k_space, k_name, k_freed) WITH ORDINALITY
            AS k(tenant, space, name, freed, n)
          JOIN #unique_keys u ON u.tenant = k.tenant AND u.space = k.space AND u.name = k.name
          WHERE NOT k.freed AND NOT EXISTS (
            SELECT 1 FROM unnest(v_tenants, v_spaces, v_names) AS t(tenant, space, name)
              WHERE t.tenant = k.tenant AND t.space = k.space AND t.name = k.name)
          ORDER BY k.n LIMIT 1;
        o_status := CASE WHEN FOUND THEN 3 ELSE 6 END;
        EXIT refusable;
      END IF;
    END IF;

    IF v_jobs > 0 THEN
      FOR i IN 1 .. v_jobs LOOP
        v_numbers[i] := nextval('#job_numbers');
      END LOOP;
      v_count := cardinality(array_positions(j_type, 'EFFECT'));
      IF v_count > 0 THEN
        WITH planned AS (
          INSERT INTO #jobs (number, tenant, subject_kind, subject_id, type, name, kind, priority,
              payload, schedule, at, state, due_at, name_key)
            SELECT j.number, p_tenant, p_kind, p_id, j.type, j.name, j.kind, j.priority, j.payload,
                j.schedule, j.at, 'WAITING', j.at, j.key
              FROM unnest(v_numbers, j_type, j_name, j_kind, j_priority, j_payload, j_schedule, j_at,
                  j_key)
                AS j(number, type, name, kind, priority, payload, schedule, at, key)
              WHERE j.type = 'EFFECT'
              ORDER BY j.key COLLATE "C", j.number
            ON CONFLICT (name_key, tenant) DO NOTHING
            RETURNING number)
          SELECT array_agg(number) INTO v_effects FROM planned;
        IF coalesce(cardinality(v_effects), 0) < v_count THEN
          SELECT j.n, h.tenant || '/' || h.subject_kind || '/' || h.subject_id
            INTO o_index, o_holder
            FROM unnest(v_numbers, j_type, j_key) WITH ORDINALITY AS j(number, type, key, n)
            JOIN #jobs h ON h.tenant = p_tenant AND h.name_key = j.key
            WHERE j.type = 'EFFECT' AND NOT j.number = ANY (coalesce(v_effects, '{}'))
            ORDER BY j.n LIMIT 1;
          o_status := CASE WHEN FOUND THEN 4 ELSE 6 END;
          EXIT refusable;
        END IF;
      END IF;
    END IF;

    IF c_number IS NOT NULL THEN
      -- One change is compared where it is made; of several none may be made before all are compared.
      IF cardinality(c_number) > 1 THEN
        SELECT min(c.n) INTO o_index
          FROM unnest(c_number) WITH ORDINALITY AS c(number, n)
          WHERE NOT c.number = ANY (ARRAY(
            SELECT j.number FROM #jobs j
              JOIN unnest(c_number, c_old) AS o(number, fence)
                ON j.number = o.number AND j.fence = o.fence
              ORDER BY j.number
              FOR UPDATE OF j));
        IF o_index IS NOT NULL THEN
          o_status := 5;
          EXIT refusable;
        END IF;
      END IF;
      IF true = ANY (c_removed) THEN
        DELETE FROM #jobs j
          USING unnest(c_number, c_old, c_removed) AS c(number, old, removed)
          WHERE c.removed AND j.number = c.number AND j.fence = c.old;
        GET DIAGNOSTICS v_sum = ROW_COUNT;
      END IF;
      IF false = ANY (c_removed) THEN
        UPDATE #jobs j
          SET at = c.at, state = c.state, due_at = c.due, attempts = c.attempts,
            failures = c.failures, fence = c.fence, worker = c.worker, error = c.error,
            progress = c.progress
          FROM unnest(c_number, c_old, c_removed, c_at, c_state, c_due, c_attempts, c_failures,
              c_fence, c_worker, c_error, c_progress)
            AS c(number, old, removed, at, state, due, attempts, failures, fence, worker, error,
              progress)
          WHERE NOT c.removed AND j.number = c.number AND j.fence = c.old;
        GET DIAGNOSTICS v_count = ROW_COUNT;
        v_sum := v_sum + v_count;
      END IF;
      IF v_sum < cardinality(c_number) THEN
        o_status := 5;
        o_index := 1;
      END IF;
    END IF;
  END;

  IF o_status <> 0 THEN
    IF v_effects IS NOT NULL THEN
      DELETE FROM #jobs j WHERE j.number = ANY (v_effects);
    END IF;
    IF v_names IS NOT NULL THEN
      DELETE FROM #unique_keys u
        USING unnest(v_tenants, v_spaces, v_names) AS t(tenant, space, name)
        WHERE u.tenant = t.tenant AND u.space = t.space AND u.name = t.name;
      INSERT INTO #unique_keys SELECT e.* FROM unnest(v_ended) AS e ON CONFLICT DO NOTHING;
    END IF;
    IF v_created THEN
      DELETE FROM #subjects s WHERE s.number = v_subject;
    ELSIF v_added > 0 THEN
      UPDATE #subjects s
        SET version = s.version - v_added,
          changed_at = coalesce(
            (SELECT e.at FROM #events e
              WHERE e.subject = v_subject AND e.version = s.version - v_added),
            -9223372036854775808)
        WHERE s.number = v_subject;
    END IF;
    RETURN;
  END IF;

  IF x_key IS NOT NULL THEN
    DELETE FROM #jobs j WHERE j.tenant = p_tenant AND j.name_key = ANY (x_key);
  END IF;
  IF v_jobs > 0 AND 'TIMER' = ANY (j_type) THEN
    INSERT INTO #jobs AS t (number, tenant, subject_kind, subject_id, type, name, kind, priority,
        payload, schedule, at, state, due_at, name_key)
      SELECT j.number, p_tenant, p_kind, p_id, j.type, j.name, j.kind, j.priority, j.payload,
          j.schedule, j.at, 'WAITING', j.at, j.key
        FROM unnest(v_numbers, j_type, j_name, j_kind, j_priority, j_payload, j_schedule, j_at,
            j_key)
          AS j(number, type, name, kind, priority, payload, schedule, at, key)
        WHERE j.type = 'TIMER'
        ORDER BY j.key COLLATE "C"
      ON CONFLICT (name_key, tenant) DO UPDATE
        SET number = excluded.number, kind = excluded.kind, priority = excluded.priority,
          payload = excluded.payload, schedule = excluded.schedule, at = excluded.at,
          state = excluded.state, due_at = excluded.due_at, attempts = 0, failures = 0,
          fence = t.fence + 1, worker = NULL, error = NULL, progress = NULL;
  END IF;

  IF f_name IS NOT NULL THEN
    DELETE FROM #unique_keys u
      USING unnest(f_tenant, f_space, f_name) AS f(tenant, space, name)
      WHERE u.tenant = f.tenant AND u.space = f.space AND u.name = f.name;
  END IF;
  IF true = ANY (k_freed) THEN
    INSERT INTO #unique_keys (tenant, space, name, value, ends_at)
      SELECT k.tenant, k.space, k.name, k.value, k.ends
        FROM unnest(k_tenant, k_space, k_name, k_value, k_ends, k_freed)
          AS k(tenant, space, name, value, ends, freed)
        WHERE k.freed
        ORDER BY k.tenant COLLATE "C", k.space COLLATE "C", k.name COLLATE "C"
      ON CONFLICT (tenant, space, name) DO UPDATE
        SET value = excluded.value, ends_at = excluded.ends_at;
  END IF;

  -- Who takes keys for a while clears some away that ended a day ago.
  IF cardinality(array_positions(k_ends, NULL)) < cardinality(k_ends) THEN
    DELETE FROM #unique_keys u
      WHERE u.ctid = ANY (ARRAY(
        SELECT e.ctid FROM #unique_keys e
          WHERE e.ends_at <= p_now - 86400000000 ORDER BY e.ends_at LIMIT 10 FOR UPDATE SKIP LOCKED));
  END IF;

  IF v_added > 0 THEN
    INSERT INTO #events (subject, version, at, type, actor, cause, data)
      SELECT v_subject, o_version - v_added + e.n, v_at, e.type, e.actor, e.cause, e.data
        FROM unnest(e_type, e_actor, e_cause, e_data) WITH ORDINALITY
          AS e(type, actor, cause, data, n);
  END IF;
  IF p_forget > 0 THEN
    DELETE FROM #events e
      WHERE e.subject = v_subject AND e.version <= least(p_forget, o_version - 1);
  END IF;
END
$$;

-- Claims due jobs, those of the highest priority first, and gives them as they are then; at last a
-- row without a number, whose due_at is when the next is due. l_: kinds with limits, which are exact
-- because their claims come one after the other.
CREATE FUNCTION #claim(
  p_now bigint, p_until bigint, p_worker text, p_kinds text[], p_limit int,
  l_kinds text[] DEFAULT NULL, l_running int[] DEFAULT NULL, l_tenant int[] DEFAULT NULL)
RETURNS SETOF #jobs
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
AS $$
DECLARE
  v_chosen bigint[] := '{}';
  v_need int;
  v_due bigint;
  v_number bigint;
  v_numbers bigint[];
  v_kinds text[];
  v_tenants text[];
  v_picked bigint[];
  v_room jsonb;
  v_full text[] := '{}';
  v_key text;
  v_at int;
  v_next #jobs;
BEGIN
  IF l_kinds IS NOT NULL THEN
    PERFORM pg_advisory_xact_lock('#jobs'::regclass::oid::int, hashtext(l.kind))
      FROM (SELECT k AS kind FROM unnest(l_kinds) AS k ORDER BY 1) AS l;
    SELECT coalesce(jsonb_object_agg(r.key, r.running), '{}'), coalesce(array_agg(r.key) FILTER (
        WHERE r.running >= CASE WHEN r.tenant IS NULL THEN l_running[r.n] ELSE l_tenant[r.n] END),
        '{}')
      INTO v_room, v_full
      FROM (
        SELECT l.n, j.tenant, l.kind || coalesce(E'\n' || j.tenant, '') AS key, count(*) AS running
          FROM unnest(l_kinds) WITH ORDINALITY AS l(kind, n)
          JOIN #jobs j ON j.kind = l.kind AND j.state = 'RUNNING' AND j.due_at > p_now
          GROUP BY GROUPING SETS ((l.n, l.kind), (l.n, l.kind, j.tenant))) AS r;
  END IF;

  FOR v_priority IN 0 .. 2 LOOP
    v_due := -9223372036854775808;
    v_number := 0;
    LOOP
      v_need := p_limit - cardinality(v_chosen);
      EXIT WHEN v_need <= 0;
      IF cardinality(p_kinds) = 1 AND l_kinds IS NULL THEN
        v_picked := ARRAY(
          SELECT j.number FROM #jobs j
            WHERE j.kind = p_kinds[1] AND j.priority = v_priority AND j.due_at <= p_now
            ORDER BY j.due_at, j.number LIMIT v_need FOR UPDATE SKIP LOCKED);
        v_chosen := v_chosen || v_picked;
        EXIT;
      END IF;
      -- The next in the order of all kinds; only those that are taken are locked.
      SELECT array_agg(c.number), array_agg(c.kind), array_agg(c.tenant), max(c.due_at)
        INTO v_numbers, v_kinds, v_tenants, v_due
        FROM (
          SELECT j.number, j.kind, j.tenant, j.due_at FROM unnest(p_kinds) AS k(kind)
            CROSS JOIN LATERAL (
              SELECT i.number, i.kind, i.tenant, i.due_at FROM #jobs i
                WHERE i.kind = k.kind AND i.priority = v_priority AND i.due_at <= p_now
                  AND (i.due_at, i.number) > (v_due, v_number)
                  AND (l_kinds IS NULL OR i.kind || E'\n' || i.tenant <> ALL (v_full))
                ORDER BY i.due_at, i.number LIMIT v_need) AS j
            WHERE k.kind <> ALL (v_full)
            ORDER BY j.due_at, j.number LIMIT v_need) AS c;
      EXIT WHEN v_numbers IS NULL;
      v_number := v_numbers[cardinality(v_numbers)];
      v_picked := v_numbers;
      IF l_kinds IS NOT NULL THEN
        v_picked := '{}';
        FOR i IN 1 .. cardinality(v_numbers) LOOP
          v_at := array_position(l_kinds, v_kinds[i]);
          IF v_at IS NOT NULL THEN
            v_key := v_kinds[i] || E'\n' || v_tenants[i];
            CONTINUE WHEN v_kinds[i] = ANY (v_full) OR v_key = ANY (v_full);
            v_room := v_room
              || jsonb_build_object(v_kinds[i], coalesce((v_room ->> v_kinds[i])::int, 0) + 1,
                v_key, coalesce((v_room ->> v_key)::int, 0) + 1);
            IF (v_room ->> v_kinds[i])::int >= l_running[v_at] THEN
              v_full := v_full || v_kinds[i];
            END IF;
            IF (v_room ->> v_key)::int >= l_tenant[v_at] THEN
              v_full := v_full || v_key;
            END IF;
          END IF;
          v_picked := v_picked || v_numbers[i];
        END LOOP;
      END IF;
      v_chosen := v_chosen || ARRAY(
        SELECT j.number FROM unnest(v_picked) WITH ORDINALITY AS c(number, n)
          JOIN #jobs j ON j.number = c.number
          WHERE j.due_at <= p_now
          ORDER BY c.n FOR UPDATE OF j SKIP LOCKED);
      EXIT WHEN cardinality(v_numbers) < v_need;
    END LOOP;
  END LOOP;

  IF cardinality(v_chosen) > 0 THEN
    RETURN QUERY
      WITH claimed AS (
        UPDATE #jobs j
          SET state = 'RUNNING', due_at = p_until, attempts = j.attempts + 1, fence = j.fence + 1,
            worker = p_worker
          FROM unnest(v_chosen) WITH ORDINALITY AS c(number, n)
          WHERE j.number = c.number
          RETURNING c.n AS place, j AS job)
      SELECT (c.job).* FROM claimed c ORDER BY c.place;
  END IF;
  IF cardinality(v_chosen) < p_limit THEN
    SELECT min(d.due_at) INTO v_next.due_at
      FROM unnest(p_kinds) AS k(kind)
      CROSS JOIN generate_series(0, 2) AS p(priority)
      CROSS JOIN LATERAL (
        SELECT j.due_at FROM #jobs j
          WHERE j.kind = k.kind AND j.priority = p.priority AND j.due_at > p_now
          ORDER BY j.due_at LIMIT 1) AS d;
    RETURN NEXT v_next;
  END IF;
END
$$;

-- Makes changes of jobs, each on its own, and gives the numbers of those that were made.
CREATE FUNCTION #change(
  c_number bigint[], c_old bigint[], c_removed boolean[],
  c_at bigint[] DEFAULT NULL, c_state text[] DEFAULT NULL, c_due bigint[] DEFAULT NULL,
  c_attempts int[] DEFAULT NULL, c_failures int[] DEFAULT NULL, c_fence bigint[] DEFAULT NULL,
  c_worker text[] DEFAULT NULL, c_error text[] DEFAULT NULL, c_progress text[] DEFAULT NULL)
RETURNS SETOF bigint
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
AS $$
BEGIN
  IF true = ANY (c_removed) THEN
    RETURN QUERY
      DELETE FROM #jobs j
        USING unnest(c_number, c_old, c_removed) AS c(number, old, removed)
        WHERE c.removed AND j.number = c.number AND j.fence = c.old
        RETURNING j.number;
  END IF;
  IF false = ANY (c_removed) THEN
    RETURN QUERY
      UPDATE #jobs j
        SET at = c.at, state = c.state, due_at = c.due, attempts = c.attempts,
          failures = c.failures, fence = c.fence, worker = c.worker, error = c.error,
          progress = c.progress
        FROM unnest(c_number, c_old, c_removed, c_at, c_state, c_due, c_attempts, c_failures,
            c_fence, c_worker, c_error, c_progress)
          AS c(number, old, removed, at, state, due, attempts, failures, fence, worker, error,
            progress)
        WHERE NOT c.removed AND j.number = c.number AND j.fence = c.old
        RETURNING j.number;
  END IF;
END
$$;

-- Limits. full_at: when the bucket will be full again, in nanoseconds since 1970, and part what is
-- beyond that, in nanoseconds divided by the rate's amount. A bucket that is not there is full; that
-- of a rule of what runs at once is there to be locked.
CREATE TABLE #limits (
  key     text COLLATE "C" PRIMARY KEY,
  full_at bigint NOT NULL,
  part    bigint NOT NULL
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

-- What is held at once, until lapses_at at the latest, in nanoseconds since 1970.
CREATE TABLE #limit_holds (
  key       text COLLATE "C" NOT NULL,
  hold      bigint NOT NULL,
  amount    bigint NOT NULL,
  lapses_at bigint NOT NULL,
  PRIMARY KEY (key, hold)
) WITH (autovacuum_vacuum_scale_factor = 0.05);

-- Locks the buckets of these keys, in the order of the keys, and gives them as they are; makes those
-- that are not there before it locks any, in the same order. So nobody waits in a circle.
CREATE FUNCTION #lock_limits(b_key text[]) RETURNS #limits[]
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
AS $$
DECLARE
  v_rows #limits[];
BEGIN
  IF (SELECT count(*) FROM #limits l WHERE l.key = ANY (b_key)) < cardinality(b_key) THEN
    INSERT INTO #limits (key, full_at, part)
      SELECT k.key, 0, 0 FROM unnest(b_key) AS k(key) ORDER BY k.key COLLATE "C"
      ON CONFLICT (key) DO NOTHING;
  END IF;
  SELECT array_agg(o) INTO v_rows
    FROM (SELECT l.* FROM #limits l WHERE l.key = ANY (b_key) ORDER BY l.key FOR UPDATE) AS o;
  IF coalesce(cardinality(v_rows), 0) < cardinality(b_key) THEN
    RAISE EXCEPTION 'a bucket was cleared away meanwhile' USING ERRCODE = '40001';
  END IF;
  RETURN v_rows;
END
$$;

-- Takes from all buckets, or says which has to wait longest, and how many nanoseconds. Per period
-- b_nanos and b_part are what is taken as time, b_room and b_room_part the burst as time; of what is
-- held at once, where b_held is more than 0, b_nanos is the amount and b_room the most. A crash of the
-- server may forget the last moments: what is taken here is not worth waiting for the disk.
CREATE FUNCTION #take_limits(
  b_key text[], b_nanos bigint[], b_part bigint[], b_room bigint[], b_room_part bigint[],
  b_amount bigint[], b_held bigint[], p_hold bigint, p_now bigint DEFAULT NULL,
  OUT o_index int, OUT o_wait bigint)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
AS $$
DECLARE
  v_rows #limits[];
  v_row #limits;
  v_now bigint;
  v_wait bigint;
  v_sum bigint;
  v_first bigint;
  v_full bigint[];
  v_part bigint[];
  v_holds boolean := false;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  v_rows := #lock_limits(b_key);
  v_now := coalesce(p_now, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint * 1000);
  o_index := 0;
  o_wait := 0;
  FOR i IN 1 .. cardinality(b_key) LOOP
    IF b_held[i] > 0 THEN
      SELECT coalesce(sum(h.amount), 0), min(h.lapses_at) INTO v_sum, v_first
        FROM #limit_holds h WHERE h.key = b_key[i] AND h.lapses_at > v_now;
      v_wait := CASE WHEN v_sum + b_nanos[i] <= b_room[i] THEN 0 ELSE v_first - v_now END;
      v_full[i] := 0;
      v_part[i] := 0;
      v_holds := true;
    ELSE
      SELECT r.* INTO v_row FROM unnest(v_rows) AS r WHERE r.key = b_key[i];
      IF v_row.full_at < v_now THEN
        v_row.full_at := v_now;
        v_row.part := 0;
      END IF;
      v_part[i] := v_row.part + b_part[i];
      v_full[i] := v_row.full_at + b_nanos[i] + v_part[i] / b_amount[i];
      v_part[i] := v_part[i] % b_amount[i];
      v_wait := v_full[i] - v_now - b_room[i]
        + CASE WHEN v_part[i] > b_room_part[i] THEN 1 ELSE 0 END;
    END IF;
    IF v_wait > o_wait THEN
      o_wait := v_wait;
      o_index := i;
    END IF;
  END LOOP;
  IF o_index > 0 THEN
    RETURN;
  END IF;
  UPDATE #limits l SET full_at = b.full_at, part = b.part
    FROM unnest(b_key, v_full, v_part, b_held) AS b(key, full_at, part, held)
    WHERE b.held = 0 AND l.key = b.key;
  IF v_holds THEN
    DELETE FROM #limit_holds h WHERE h.key = ANY (b_key) AND h.lapses_at <= v_now;
    INSERT INTO #limit_holds (key, hold, amount, lapses_at)
      SELECT b.key, p_hold, b.amount, v_now + b.held
        FROM unnest(b_key, b_nanos, b_held) AS b(key, amount, held)
        WHERE b.held > 0;
  END IF;
END
$$;

-- Gives back, where b_sign is -1, or takes what may not be there, up to b_most nanoseconds from full;
-- and ends what is held.
CREATE FUNCTION #settle_limits(
  b_key text[], b_sign bigint[], b_nanos bigint[], b_part bigint[], b_amount bigint[],
  b_most bigint[], h_key text[], p_hold bigint, p_now bigint DEFAULT NULL)
RETURNS int
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
AS $$
DECLARE
  v_row #limits;
  v_at int;
  v_now bigint;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  IF cardinality(b_key) > 0 THEN
    FOREACH v_row IN ARRAY #lock_limits(b_key) LOOP
      v_now := coalesce(p_now, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint * 1000);
      v_at := array_position(b_key, v_row.key);
      IF b_sign[v_at] > 0 AND v_row.full_at < v_now THEN
        v_row.full_at := v_now;
        v_row.part := 0;
      END IF;
      v_row.part := v_row.part + b_sign[v_at] * b_part[v_at];
      v_row.full_at := v_row.full_at + b_sign[v_at] * b_nanos[v_at]
        + floor(v_row.part::numeric / b_amount[v_at])::bigint;
      v_row.part := ((v_row.part % b_amount[v_at]) + b_amount[v_at]) % b_amount[v_at];
      IF b_sign[v_at] > 0 THEN
        v_row.full_at := least(v_row.full_at, v_now + b_most[v_at]);
      END IF;
      UPDATE #limits l SET full_at = v_row.full_at, part = v_row.part WHERE l.key = v_row.key;
    END LOOP;
  END IF;
  DELETE FROM #limit_holds h WHERE h.key = ANY (h_key) AND h.hold = p_hold;
  RETURN 0;
END
$$;

-- Clears away some buckets that are full, and holds that have lapsed.
CREATE FUNCTION #clear_limits(p_most int, p_now bigint DEFAULT NULL) RETURNS int
LANGUAGE plpgsql
AS $$
DECLARE
  v_now bigint :=
    coalesce(p_now, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint * 1000);
  v_gone int;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  DELETE FROM #limit_holds h WHERE h.lapses_at <= v_now;
  DELETE FROM #limits l
    WHERE l.key = ANY (ARRAY(
      SELECT f.key FROM #limits f
        WHERE f.full_at < v_now
          AND NOT EXISTS (SELECT 1 FROM #limit_holds h WHERE h.key = f.key)
        LIMIT p_most FOR UPDATE OF f SKIP LOCKED));
  GET DIAGNOSTICS v_gone = ROW_COUNT;
  RETURN v_gone;
END
$$;

-- The usage ledger: a row per attempt at a model. nanos and rest: nano-dollars and the billionths of
-- one that are left; NULL where unknown_cost says why. latency and first_token are microseconds.
CREATE TABLE #usage (
  number            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant            text COLLATE "C" NOT NULL,
  id                text COLLATE "C" NOT NULL,
  at                bigint NOT NULL,
  call_id           text COLLATE "C" NOT NULL,
  attempt           bigint NOT NULL,
  user_id           text COLLATE "C",
  route             text COLLATE "C",
  endpoint          text COLLATE "C",
  provider          text COLLATE "C" NOT NULL,
  model             text COLLATE "C" NOT NULL,
  answered_provider text COLLATE "C",
  answered_model    text COLLATE "C",
  outcome           text COLLATE "C" NOT NULL,
  error             text COLLATE "C",
  input             bigint NOT NULL,
  cached            bigint NOT NULL,
  cache_write       bigint NOT NULL,
  output            bigint NOT NULL,
  reasoning         bigint NOT NULL,
  more_usage        text COLLATE "C",
  usage_known       bigint NOT NULL,
  nanos             bigint,
  rest              bigint,
  unknown_cost      text COLLATE "C",
  estimated         bigint NOT NULL,
  latency           bigint NOT NULL,
  first_token       bigint,
  key_fingerprint   text COLLATE "C",
  tags              text COLLATE "C",
  content           text COLLATE "C",
  UNIQUE (tenant, id)
);

CREATE INDEX #usage_at ON #usage (at);

CREATE INDEX #usage_tenant ON #usage (tenant, at);

-- Budgets. bucket: for whom, where a budget is one for each of several. warned_until: when the warning
-- of so many percent may be given again.
CREATE TABLE #budgets (
  number         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  budget         text COLLATE "C" NOT NULL,
  bucket         text COLLATE "C" NOT NULL,
  warned_percent bigint NOT NULL,
  warned_until   bigint NOT NULL,
  UNIQUE (budget, bucket)
);

-- What was spent and is reserved by calls that began in a period, or a slice of one, in nano-dollars.
CREATE TABLE #budget_slots (
  budget    bigint NOT NULL,
  slot      bigint NOT NULL,
  spent     bigint NOT NULL,
  reserved  bigint NOT NULL,
  estimated bigint NOT NULL,
  PRIMARY KEY (budget, slot)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

-- Reservations that are not settled. lapsed: 1 when the lease has ended and booked was spent instead.
CREATE TABLE #budget_holds (
  reservation text COLLATE "C" NOT NULL,
  budget      bigint NOT NULL,
  slot        bigint NOT NULL,
  amount      bigint NOT NULL,
  ends_at     bigint NOT NULL,
  lapsed      bigint NOT NULL,
  booked      bigint NOT NULL,
  PRIMARY KEY (budget, reservation)
);

CREATE INDEX #budget_holds_end ON #budget_holds (budget, lapsed, ends_at);

-- Caches. A row has a value, a claim on making one, or both: value is NULL where there is none, and
-- claimed_until 0. Unlogged: what a cache forgets when the server crashes is made again, and values
-- stand in no write-ahead log and no replica.
CREATE UNLOGGED TABLE #cache (
  number        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant        text COLLATE "C" NOT NULL,
  key           text COLLATE "C" NOT NULL,
  value         text COLLATE "C",
  bytes         bigint NOT NULL,
  user_id       text COLLATE "C",
  stored_at     bigint NOT NULL,
  used_at       bigint NOT NULL,
  expires_at    bigint NOT NULL,
  claim         bigint NOT NULL,
  claim_user    text COLLATE "C",
  claimed_until bigint NOT NULL,
  UNIQUE (tenant, key)
);
