-- Fair turns between owners, every attempt kept, cancel, retry, and what events and repeated calls need.

-- Owners are compared byte by byte: in any other order they would cost a collation's rules at each index entry.
alter table job alter column owner type text collate "C";
alter table job_queue alter column owner type text collate "C";
alter table idempotency_key alter column owner type text collate "C";

alter table job
  add column version integer not null default 1,
  add column worker_id text,
  add column lease_token uuid,
  add constraint job_completed_by_somebody check (lease_token is null or (status = 'COMPLETED' and worker_id is not null));

comment on column job.version is 'Grows with each change of what the owner sees; while the job is in job_queue, its version there counts.';
comment on column job.worker_id is 'Who ran the attempt that completed the job.';
comment on column job.lease_token is 'Of the attempt that completed the job, so that the same completion sent again is known.';
comment on column job.cancel_requested is 'As the job ended; while it is in job_queue, the column there counts.';

alter table job_queue
  add column due boolean not null default true,
  add column cancel_requested boolean not null default false,
  add column version integer not null default 1;

update job_queue set due = run_at <= clock_timestamp();
-- Until now the holder's name was forgotten with a lost lease; who comes back to one of those is late.
update job_queue set lease_token = null where started_at is null;
update job_queue q set cancel_requested = true from job where job.id = q.job_id and job.cancel_requested;

comment on column job_queue.due is 'Whether run_at has come. Claims walk the due jobs alone, so that those for later cost them nothing.';
comment on column job_queue.worker_id is 'Who holds the lease, or held the one that was lost.';
comment on column job_queue.deadline is 'The attempt ends then, however alive its holder is. Stays after a lost lease, for a holder that comes back.';

-- Within a type each owner's due jobs in the order in which they are to run; and the way from one owner to the next.
create index job_queue_due on job_queue (job_type, owner, priority desc, run_at, job_id) where started_at is null and due;
-- Jobs whose time is still to come: waiting for runAt, or for the end of a back-off.
create index job_queue_later on job_queue (run_at) where started_at is null and not due;
drop index job_queue_waiting;

create table job_attempt (
  job_id        uuid           not null,
  number        integer        not null,
  worker_id     text           not null,
  started_at    timestamptz(3) not null,
  ended_at      timestamptz(3) not null,
  outcome       text           collate "C" not null,
  error_code    text,
  error_message text,
  constraint job_attempt_pkey primary key (job_id, number),
  constraint job_attempt_job_fkey foreign key (job_id) references job (id) on delete cascade,
  constraint job_attempt_number_positive check (number > 0),
  constraint job_attempt_outcome_known check (outcome in ('FAILED', 'TIMED_OUT', 'LEASE_LOST', 'HANDED_BACK', 'CANCELLED')),
  constraint job_attempt_error_whole check ((error_code is null) = (error_message is null))
);

comment on table job_attempt is 'The attempts that did not complete their job. The one that did is told by the job''s own row, the running one by job_queue.';
comment on column job_attempt.number is 'From 1 without gaps over the job''s whole life; a retry by hand goes on counting.';

-- A file is known by an id of its own, so that a broken upload can be sent again under the same lease.
alter table job_file add column lease_token uuid;
update job_file set lease_token = id;
alter table job_file alter column lease_token set not null;
comment on table job_file is 'A FILE result, or one being written by the attempt with this lease token.';

-- A key stands for one job or for a batch of them. Without a foreign key: whether they are still there is asked when the key comes again.
alter table idempotency_key add column job_ids uuid[];
update idempotency_key set job_ids = array[job_id];
alter table idempotency_key
  alter column job_ids set not null,
  drop column job_id;
create index idempotency_key_by_age on idempotency_key (created_at);

-- Leases up to so many places of the due jobs of these types. Owners take turns, beginning behind the one who had the
-- last turn; with fewer owners than places they have several turns each. An owner's own jobs go by priority, run_at and age.
--
-- A function and not a statement of the application's, for its settings: its steps are single look-ups in job_queue_due
-- whatever the planner knows of the table, which may have been empty a moment ago and hold a million rows now.
create function claim_jobs(
    types text[], after_owner text, places integer, max_bytes bigint, lease interval, worker text)
  returns table (
    job_id uuid, owner text, job_type text, payload text, lease_token uuid, lease_until timestamptz, attempts integer,
    expired boolean)
  language plpgsql volatile
  set enable_seqscan = off
  set enable_bitmapscan = off
  set enable_sort = off
as $$
#variable_conflict use_column
declare
  turns text[] := '{}';
  turn text collate "C" := after_owner;
  next_owner text collate "C";
  around boolean := false;
  share integer;
  chosen uuid[];
  had_more boolean;
begin
  while cardinality(turns) < places loop
    select min(candidate.owner) into next_owner
    from unnest(types) as served(job_type)
    cross join lateral (
      select q.owner
      from job_queue q
      where q.job_type = served.job_type and q.started_at is null and q.due and q.owner > turn
      order by q.owner
      limit 1
    ) candidate;
    if next_owner is null then
      exit when around or after_owner = '';
      around := true;
      turn := '';
    else
      exit when around and next_owner > after_owner;
      turns := turns || next_owner;
      turn := next_owner;
    end if;
  end loop;
  if cardinality(turns) = 0 then
    return;
  end if;
  share := ceil(places::numeric / cardinality(turns));

  -- Where some have fewer jobs than their share, the others' shares grow until the places are taken.
  loop
    select array_agg(picked.job_id order by picked.round, picked.place), coalesce(max(picked.round) >= share, false)
    into chosen, had_more
    from (
      select best.job_id, owners.place,
             row_number() over (partition by owners.place order by best.priority desc, best.run_at, best.job_id) as round
      from unnest(turns) with ordinality as owners(owner, place)
      cross join lateral (
        select waiting.job_id, waiting.priority, waiting.run_at
        from unnest(types) as served(job_type)
        cross join lateral (
          select q.job_id, q.priority, q.run_at
          from job_queue q
          where q.job_type = served.job_type and q.owner = owners.owner and q.started_at is null and q.due
          order by q.priority desc, q.run_at, q.job_id
          limit share
          -- Passed over where another claim has them: a claim never waits.
          for update skip locked
        ) waiting
        order by waiting.priority desc, waiting.run_at, waiting.job_id
        limit share
      ) best
    ) picked;
    exit when not had_more or cardinality(chosen) >= places;
    share := least(share * 2, places);
  end loop;

  return query
  with ordered as (
    select picked.job_id, picked.nr, job.payload, sum(octet_length(job.payload)) over (order by picked.nr) as bytes
    from unnest(chosen[:places]) with ordinality as picked(job_id, nr)
    join job on job.id = picked.job_id
  ),
  fitting as (
    select ordered.job_id, ordered.payload, ordered.nr
    from ordered
    where ordered.nr = 1 or ordered.bytes <= max_bytes
  ),
  leased as (
    update job_queue q
    set lease_token = gen_random_uuid(),
        lease_until = clock_timestamp() + lease,
        deadline = clock_timestamp() + q.timeout_seconds * interval '1 second',
        started_at = clock_timestamp(),
        updated_at = clock_timestamp(),
        worker_id = worker,
        attempts = q.attempts + 1,
        version = q.version + 1,
        expires_at = null,
        progress_percent = null,
        progress_message = null
    from fitting
    where q.job_id = fitting.job_id and (q.expires_at is null or q.expires_at > clock_timestamp())
    returning q.job_id, q.owner, q.job_type, q.lease_token, q.lease_until, q.attempts
  )
  select fitting.job_id, leased.owner, leased.job_type, fitting.payload, leased.lease_token, leased.lease_until,
         leased.attempts, leased.job_id is null
  from fitting
  left join leased on leased.job_id = fitting.job_id
  order by fitting.nr;
end
$$;

comment on function claim_jobs is 'Leases due jobs, owners in turns from after_owner on. Rows with expired had run out of time before they began and are not leased. max_bytes bounds the payloads together, but for the first.';
