-- The trace that a job's creation belongs to, and the key of the names in the request log.

-- Written with the job and read when it is claimed; not in the queue, whose rows change with every attempt.
-- Not valid: of jobs that are there none has one, and to look at them all would hold up who creates jobs meanwhile.
alter table job
  add column traceparent text,
  add constraint job_traceparent_length check (octet_length(traceparent) = 55) not valid;

comment on column job.traceparent is 'Of the request that created the job, as in the header of that name (W3C Trace Context, version 00).';

-- Asked in the statement that claims: a function sees what was committed before its own start, and so every job that has just
-- been claimed. A join would see the jobs of the statement's start, and miss one that came since.
create function traceparent_of(job_id uuid) returns text
  language plpgsql volatile strict
as $$
begin
  return (select job.traceparent from job where job.id = traceparent_of.job_id);
end
$$;

comment on function traceparent_of is 'The traceparent of a job that may have been created a moment ago.';

create table installation (
  id       boolean not null default true,
  log_key  bytea   not null,
  constraint installation_pkey primary key (id),
  constraint installation_one_row check (id),
  constraint installation_log_key_length check (octet_length(log_key) = 32)
);

comment on table installation is 'What all nodes share, in one row.';
comment on column installation.log_key is 'Users stand in the request log as hashes with this key: who has the log alone cannot try names.';

-- Twice 122 random bits.
insert into installation (log_key) values (sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));
