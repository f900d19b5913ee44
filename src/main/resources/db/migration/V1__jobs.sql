-- Jobs, their queue, their result files, and the idempotency keys of their creation.
-- A job's row is what its owner sees and lists. It is written when the job is created, when an attempt
-- ends and when the job ends, but not when an attempt starts: a running attempt lives in job_queue, so
-- that attempts leave the list indexes alone.

-- An id that sorts by time: UUID version 7 with the microseconds in its 12 bits after the version
-- (RFC 9562, method 3). Ids come from the database because its clock is the only one that counts.
create function new_job_id(at timestamptz) returns uuid
  language sql volatile strict parallel safe
  return encode(
    substring(int8send(floor(extract(epoch from at) * 1000)::bigint) from 3 for 6)
      || substring(int4send(28672 + mod(extract(microseconds from at)::int, 1000) * 4096 / 1000) from 3 for 2)
      || substring(uuid_send(gen_random_uuid()) from 9 for 8),
    'hex')::uuid;

comment on function new_job_id is 'A UUID version 7 for a job created at this moment; its first 48 bits are created_at in ms.';

create table job (
  id               uuid           not null,
  owner            text           not null,
  job_type         text           collate "C" not null,
  status           text           collate "C" not null default 'PENDING',
  result_type      text           collate "C" not null default 'NONE',
  payload          text           not null,
  result           text,
  result_file      uuid,
  error_code       text,
  error_message    text,
  cancel_requested boolean        not null default false,
  progress_percent smallint,
  progress_message text,
  attempts         integer        not null default 0,
  max_attempts     integer        not null,
  priority         smallint       not null,
  timeout_seconds  integer        not null,
  expires_at       timestamptz(3),
  created_at       timestamptz(3) not null,
  updated_at       timestamptz(3) not null,
  run_at           timestamptz(3) not null,
  started_at       timestamptz(3),
  finished_at      timestamptz(3),
  constraint job_pkey primary key (id),
  constraint job_status_known check (status in ('PENDING', 'COMPLETED', 'FAILED', 'CANCELLED')),
  constraint job_result_type_known check (result_type in ('NONE', 'JSON', 'TEXT', 'FILE')),
  constraint job_finished_when_final check ((status = 'PENDING') = (finished_at is null)),
  constraint job_result_only_when_completed check (result_type = 'NONE' or status = 'COMPLETED'),
  constraint job_result_fits_its_type check (
    (result is not null) = (result_type in ('JSON', 'TEXT')) and (result_file is not null) = (result_type = 'FILE')),
  constraint job_error_whole check ((error_code is null) = (error_message is null)),
  constraint job_failed_has_error check (status <> 'FAILED' or error_code is not null),
  constraint job_progress_percent_range check (progress_percent between 0 and 100),
  constraint job_attempts_range check (attempts between 0 and max_attempts),
  constraint job_max_attempts_range check (max_attempts between 1 and 100),
  constraint job_priority_range check (priority between -100 and 100),
  constraint job_timeout_range check (timeout_seconds between 1 and 86400)
);

comment on table job is 'One row a job, as its owner sees it. A job whose row in job_queue has started_at is RUNNING whatever status says.';
comment on column job.owner is 'The verified token''s sub.';
comment on column job.status is 'PENDING until the job is final. RUNNING is never stored here: see job_queue.started_at.';
comment on column job.payload is 'JSON text exactly as it was sent: neither json nor jsonb keeps every digit, key order and escape.';
comment on column job.result is 'JSON text: the value of a JSON result, or a string literal for a TEXT result.';
comment on column job.attempts is 'Attempts that have ended, since creation or the last retry by hand.';
comment on column job.created_at is 'The same millisecond as the first 48 bits of id, so that id order is creation order.';
comment on column job.updated_at is 'Last change of status, progress or cancel request, but for a running attempt: see job_queue.updated_at.';
comment on column job.run_at is 'No attempt starts before it.';
comment on column job.expires_at is 'If no attempt has started by then, the job fails with the code EXPIRED.';

-- Every sort of the list, and status with each of them. created_at needs no index: id is its order.
create index job_by_owner on job (owner, id);
create index job_by_owner_updated on job (owner, updated_at, id);
create index job_by_owner_type on job (owner, job_type, id);
create index job_by_owner_status on job (owner, status, id);
create index job_by_owner_status_updated on job (owner, status, updated_at, id);
create index job_by_owner_status_type on job (owner, status, job_type, id);

create table job_queue (
  job_id           uuid           not null,
  owner            text           not null,
  job_type         text           collate "C" not null,
  priority         smallint       not null,
  run_at           timestamptz(3) not null,
  expires_at       timestamptz(3),
  timeout_seconds  integer        not null,
  max_attempts     integer        not null,
  attempts         integer        not null default 0,
  lease_token      uuid,
  lease_until      timestamptz,
  deadline         timestamptz,
  worker_id        text,
  started_at       timestamptz(3),
  updated_at       timestamptz(3),
  progress_percent smallint,
  progress_message text,
  constraint job_queue_pkey primary key (job_id),
  constraint job_queue_job_fkey foreign key (job_id) references job (id) on delete cascade,
  constraint job_queue_attempt_whole check (
    started_at is null
    or (lease_token is not null and lease_until is not null and deadline is not null and worker_id is not null
        and updated_at is not null and attempts > 0)),
  constraint job_queue_progress_percent_range check (progress_percent between 0 and 100),
  constraint job_queue_attempts_range check (attempts between 0 and max_attempts)
)
-- Room in each page lets a renewed lease stay in place, without new index entries (heap-only updates).
with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);

comment on table job_queue is 'One narrow row a job that is not final: waiting, or running under a lease.';
comment on column job_queue.attempts is 'Attempts started, since creation or the last retry by hand; the running one included.';
comment on column job_queue.started_at is 'Start of the running attempt; null while the job waits. All that is partial asks for this column, which no renewal touches.';
comment on column job_queue.lease_token is 'Fences every write by the holder. It outlives a lost lease until the next claim, so that a late completion counts; a failure or a timeout clears it.';
comment on column job_queue.lease_until is 'The holder is taken for dead after this, by the database''s clock. In no index: renewing stays cheap.';
comment on column job_queue.deadline is 'The attempt ends then, however alive its holder is.';
comment on column job_queue.updated_at is 'Start or last progress of the running attempt.';

-- The order in which one type's waiting jobs are claimed.
create index job_queue_waiting on job_queue (job_type, priority desc, run_at, job_id) where started_at is null;
-- An owner's running jobs, for lists; small, and all that the reaper reads.
create index job_queue_running on job_queue (owner, job_id) where started_at is not null;
create index job_queue_expiring on job_queue (expires_at) where expires_at is not null;

create table job_file (
  id           uuid           not null,
  job_id       uuid           not null,
  name         text           not null,
  content_type text           not null,
  size         bigint,
  sha256       bytea,
  attached     boolean        not null default false,
  constraint job_file_pkey primary key (id),
  constraint job_file_job_fkey foreign key (job_id) references job (id) on delete cascade,
  constraint job_file_size_not_negative check (size >= 0),
  constraint job_file_sealed_whole check ((size is null) = (sha256 is null)),
  constraint job_file_attached_once_sealed check (not attached or size is not null)
);

create index job_file_by_job on job_file (job_id);
-- Files that are being written, and what lost attempts have left of theirs: small, whatever is kept.
create index job_file_unattached on job_file (id) where not attached;
alter table job add constraint job_result_file_fkey foreign key (result_file) references job_file (id);

comment on table job_file is 'A FILE result, or one being written; its id is the lease token of the attempt that writes it.';
comment on column job_file.attached is 'Whether it is its job''s result. One that is not, and whose lease token is gone, is removed.';
comment on column job_file.size is 'In bytes; null until the last byte is stored.';

create table job_file_chunk (
  file_id uuid    not null,
  seq     integer not null,
  bytes   bytea   not null,
  constraint job_file_chunk_pkey primary key (file_id, seq),
  constraint job_file_chunk_file_fkey foreign key (file_id) references job_file (id) on delete cascade,
  constraint job_file_chunk_size check (octet_length(bytes) between 1 and 1048576)
);

-- Files are often compressed already, and an uncompressed value can be read in part.
alter table job_file_chunk alter column bytes set storage external;

comment on table job_file_chunk is 'The bytes of a file in rows of at most 1 MiB, seq from 0 without gaps.';

create table idempotency_key (
  owner       text           not null,
  key         text           collate "C" not null,
  body_sha256 bytea          not null,
  job_id      uuid           not null,
  created_at  timestamptz(3) not null,
  constraint idempotency_key_pkey primary key (owner, key),
  constraint idempotency_key_job_fkey foreign key (job_id) references job (id) on delete cascade
);

create index idempotency_key_by_job on idempotency_key (job_id);

comment on table idempotency_key is 'What a client may repeat: the same owner, key and body gives the same job for 24 hours.';
