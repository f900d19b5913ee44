-- Lists over all owners, paused job types, and who serves which type.
--
-- Indexes of a large table are built while it is written to, which no transaction can do. So this runs statement by
-- statement, and each can be repeated: a migration that was broken off is begun again from its first line.

create table if not exists paused_type (
  job_type  text           collate "C" not null,
  paused_at timestamptz(3) not null default clock_timestamp(),
  constraint paused_type_pkey primary key (job_type)
);

comment on table paused_type is 'Job types of which no attempt is started. Claims ask for it themselves, so that it holds on every node of every version.';

create table if not exists node (
  name         text           collate "C" not null,
  seen_at      timestamptz(3) not null,
  types        text[]         not null,
  worker_names text[]         not null,
  worker_types text[]         not null,
  constraint node_pkey primary key (name),
  constraint node_workers_whole check (cardinality(worker_names) = cardinality(worker_types))
);

comment on table node is 'Which types each node serves, and which workers have lately asked it for work. One row a node, written every few seconds: for show, nothing relies on it.';
comment on column node.types is 'Of the handlers in this node.';
comment on column node.worker_names is 'Together with worker_types pairs of a worker and a type that it asked for.';

-- As before, but that types which are paused are left out. The answer and the parameters are those of the previous
-- release, which calls it too.
create or replace function claim_jobs(
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
  types := array(
    select served.job_type
    from unnest(types) as served(job_type)
    where not exists (select from paused_type p where p.job_type = served.job_type));
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
    select picked.job_id, picked.nr, job.owner, job.job_type, job.payload,
           sum(octet_length(job.payload)) over (order by picked.nr) as bytes
    from unnest(chosen[:places]) with ordinality as picked(job_id, nr)
    join job on job.id = picked.job_id
  ),
  fitting as (
    select ordered.job_id, ordered.owner, ordered.job_type, ordered.payload, ordered.nr
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
    returning q.job_id, q.lease_token, q.lease_until, q.attempts
  )
  select fitting.job_id, fitting.owner, fitting.job_type, fitting.payload, leased.lease_token, leased.lease_until,
         leased.attempts, leased.job_id is null
  from fitting
  left join leased on leased.job_id = fitting.job_id
  order by fitting.nr;
end
$$;

-- Lists over all owners walk these, one walk for each status. All four are written when a job is created and whenever an
-- attempt ends, and none when one starts or is renewed: status RUNNING is not stored, and job_queue has no part in it.
-- One that was broken off while it was built is there, but invalid: it goes first.
drop index concurrently if exists job_by_status;
create index concurrently job_by_status on job (status, id);
drop index concurrently if exists job_by_status_updated;
create index concurrently job_by_status_updated on job (status, updated_at, id);
drop index concurrently if exists job_by_status_type;
create index concurrently job_by_status_type on job (status, job_type, id);
drop index concurrently if exists job_by_status_type_updated;
create index concurrently job_by_status_type_updated on job (status, job_type, updated_at, id);
