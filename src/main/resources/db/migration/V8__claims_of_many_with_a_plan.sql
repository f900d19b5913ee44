-- As claim_traced_jobs before, but that a claim of many jobs has a plan of its own.

create or replace function claim_traced_jobs(
    types text[], after_owner text, places integer, max_bytes bigint, lease interval, worker text)
  returns table (
    job_id uuid, owner text, job_type text, payload text, lease_token uuid, lease_until timestamptz, attempts integer,
    expired boolean, traceparent text)
  language plpgsql volatile
  set enable_seqscan = off
  set enable_bitmapscan = off
  set enable_sort = off
  set plan_cache_mode = auto
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

  -- A plan that was kept while the queue was empty reads all jobs for each that is claimed. For few, a new one is not worth it.
  if cardinality(chosen) >= 50 then
    perform set_config('plan_cache_mode', 'force_custom_plan', true);
  end if;
  return query
  with ordered as (
    select picked.job_id, picked.nr, job.owner, job.job_type, job.payload, job.traceparent,
           sum(octet_length(job.payload)) over (order by picked.nr) as bytes
    from unnest(chosen[:places]) with ordinality as picked(job_id, nr)
    join job on job.id = picked.job_id
  ),
  fitting as (
    select ordered.job_id, ordered.owner, ordered.job_type, ordered.payload, ordered.traceparent, ordered.nr
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
         leased.attempts, leased.job_id is null, fitting.traceparent
  from fitting
  left join leased on leased.job_id = fitting.job_id
  order by fitting.nr;
end
$$;
