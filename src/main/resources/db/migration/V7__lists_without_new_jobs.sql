-- The indexes of the lists in two kinds, so that a job that is created has six index entries and not eleven.
--
-- A job that is as it was created, PENDING and never changed, needs few of them: its updated_at is its created_at, which is
-- the order of its id, so that by createdAt and by updatedAt it has one place. All others are in the indexes named "changed".
-- A list asks for both kinds, and for each status, by a walk of its own; its conditions are those of the index, literally.
--
-- Indexes of a large table are built while it is written to, which no transaction can do. So this runs statement by
-- statement, and each can be repeated: a migration that was broken off is begun again from its first line.

drop index concurrently if exists job_new;
create index concurrently job_new
  on job (updated_at, id) where status = 'PENDING' and updated_at = created_at;
drop index concurrently if exists job_new_by_type;
create index concurrently job_new_by_type
  on job (job_type, updated_at, id) where status = 'PENDING' and updated_at = created_at;
drop index concurrently if exists job_new_by_owner;
create index concurrently job_new_by_owner
  on job (owner, updated_at, id) where status = 'PENDING' and updated_at = created_at;
drop index concurrently if exists job_new_by_owner_type;
create index concurrently job_new_by_owner_type
  on job (owner, job_type, updated_at, id) where status = 'PENDING' and updated_at = created_at;

drop index concurrently if exists job_changed_by_status;
create index concurrently job_changed_by_status
  on job (status, id) where status <> 'PENDING' or updated_at <> created_at;
drop index concurrently if exists job_changed_by_status_updated;
create index concurrently job_changed_by_status_updated
  on job (status, updated_at, id) where status <> 'PENDING' or updated_at <> created_at;
drop index concurrently if exists job_changed_by_status_type;
create index concurrently job_changed_by_status_type
  on job (status, job_type, id) where status <> 'PENDING' or updated_at <> created_at;
drop index concurrently if exists job_changed_by_status_type_updated;
create index concurrently job_changed_by_status_type_updated
  on job (status, job_type, updated_at, id) where status <> 'PENDING' or updated_at <> created_at;
drop index concurrently if exists job_changed_by_owner_status;
create index concurrently job_changed_by_owner_status
  on job (owner, status, id) where status <> 'PENDING' or updated_at <> created_at;
drop index concurrently if exists job_changed_by_owner_status_updated;
create index concurrently job_changed_by_owner_status_updated
  on job (owner, status, updated_at, id) where status <> 'PENDING' or updated_at <> created_at;
drop index concurrently if exists job_changed_by_owner_status_type;
create index concurrently job_changed_by_owner_status_type
  on job (owner, status, job_type, id) where status <> 'PENDING' or updated_at <> created_at;
drop index concurrently if exists job_changed_by_owner_status_type_updated;
create index concurrently job_changed_by_owner_status_type_updated
  on job (owner, status, job_type, updated_at, id) where status <> 'PENDING' or updated_at <> created_at;

-- Nodes of the previous release list more slowly from here on, until they are replaced.
drop index concurrently if exists job_by_owner_updated;
drop index concurrently if exists job_by_owner_type;
drop index concurrently if exists job_by_owner_status;
drop index concurrently if exists job_by_owner_status_updated;
drop index concurrently if exists job_by_owner_status_type;
drop index concurrently if exists job_by_status;
drop index concurrently if exists job_by_status_updated;
drop index concurrently if exists job_by_status_type;
drop index concurrently if exists job_by_status_type_updated;
