"""A worker for Jobward, one job at a time. Python 3.9 or newer, nothing else: python3 worker.py"""
import contextlib, http.client, json, os, random, signal, socket, subprocess, tempfile, threading, time, traceback
from types import SimpleNamespace
from urllib.parse import urlsplit

API_URL = urlsplit(os.environ.get("API_URL", "http://127.0.0.1:8080/v1"))
TOKEN_COMMAND = os.environ.get("TOKEN_COMMAND", "scripts/token --groups worker")
WORKER_ID = os.environ.get("WORKER_ID", f"{socket.gethostname()}-{os.getpid()}")
WAIT = 20  # seconds that a claim waits for work

def whole_number(name, default):
    try:
        return int(os.environ.get(name, default))
    except ValueError:
        raise SystemExit(f"{name} is to be a whole number.") from None

LEASE = whole_number("LEASE_SECONDS", 30)
GRACE = whole_number("GRACE_SECONDS", 20)

# What this worker can do: a function for each job type. Put yours here.
def count(job):
    """JSON, and slow: something to watch, to cancel and to try again."""
    if job.attempts < job.payload.get("worksAtAttempt", 1):
        raise Failure("NOT_READY", "What this job needs is not there yet.", retryable=True)
    to = job.payload["to"]
    for n in range(1, to + 1):
        check(job)
        time.sleep(0.1)
        job.progress = {"percent": 100 * n // to, "message": f"{n} of {to}"}  # told by the next heartbeat
    return report(job, "complete", resultType="JSON", result={"counted": to})

def greet(job):
    """TEXT."""
    if "name" not in job.payload:
        raise Failure("NAME_MISSING", "payload.name is missing.", retryable=False)
    return report(job, "complete", resultType="TEXT", result="Good morning, " + job.payload["name"].strip())

def table(job):
    """FILE, written to the disk and sent from there."""
    with tempfile.TemporaryFile() as file:
        for n in range(1, job.payload["rows"] + 1):
            check(job)
            file.write(b"%d,%d\n" % (n, n * n))
        return upload(job, file, "squares.csv", "text/csv")

HANDLERS = {"example.count": count, "example.greet": greet, "example.table": table}
JOB_TYPES = os.environ.get("JOB_TYPES", ",".join(HANDLERS)).split(",")

class Failure(Exception):
    def __init__(self, code, message, retryable):  # the job's owner sees code and message
        self.report = {"code": code, "message": message, "retryable": retryable}

def check(job):
    """To be called often: ends the work if the job was cancelled or lost, or the worker stops."""
    if job.stopped:
        raise job.stopped

stopping, current, token = False, None, None

def work():
    global current
    claim = {"workerId": WORKER_ID, "jobTypes": JOB_TYPES, "maxJobs": 1, "leaseSeconds": LEASE, "waitSeconds": WAIT}
    while not stopping:
        status, answer = call("/worker/claim", claim, timeout=WAIT + 10)
        if status != 200:
            give_up(f"The claim was refused: {answer}")
        for claimed in answer["data"]["jobs"]:
            current = SimpleNamespace(**claimed, stopped=None, lost=False, done=threading.Event())
            run(current)
            current = None

def run(job):
    threading.Thread(target=heartbeats, args=(job,), daemon=True).start()
    try:
        status, answer = HANDLERS[job.jobType](job)
        if status not in (200, 404, 409):  # the result cannot be kept; it is too large, for example
            raise Failure("RESULT_REFUSED", answer["message"], retryable=False)
    except Exception as failure:
        if not isinstance(failure, Failure):
            traceback.print_exc()  # for this log, not for the job's owner
            failure = Failure("WORKER_ERROR", "The worker failed.", retryable=True)
        status, answer = report(job, "fail", **failure.report)
    job.done.set()
    print(job.jobType, job.jobId, status, answer["message"], flush=True)

def heartbeats(job):
    while not job.done.wait(LEASE / 3):
        status, answer = report(job, "heartbeat", leaseSeconds=LEASE, progress=job.progress)
        if status != 200:
            job.lost = True
            job.stopped = Failure("LEASE_LOST", "This is not reported any more.", retryable=True)
        elif answer["data"]["cancelRequested"]:
            job.stopped = Failure("CANCELLED", "The job was cancelled.", retryable=False)

def report(job, what, **members):
    return call(f"/worker/jobs/{job.jobId}/{what}", {"leaseToken": job.leaseToken, **members}, job=job)

def upload(job, file, name, content_type):
    headers = {"Lease-Token": job.leaseToken, "Content-Type": content_type,
               "Content-Length": str(file.seek(0, os.SEEK_END)),
               "Content-Disposition": f'attachment; filename="{name}"'}
    return call(f"/worker/jobs/{job.jobId}/result", file, "PUT", headers, timeout=300, job=job)

def call(path, body, method="POST", headers={"Content-Type": "application/json"}, timeout=10, job=None):
    """Repeats a request until the API has answered it, or the job is lost."""
    global token
    tries = 0
    while not (job and job.lost):
        try:
            bearer = token or subprocess.check_output(TOKEN_COMMAND, shell=True, text=True).strip()
            fresh, token = bearer != token, bearer
            status, answer, pause = send(method, path, body, {"Authorization": "Bearer " + bearer, **headers}, timeout)
        except (OSError, http.client.HTTPException, subprocess.SubprocessError, ValueError) as e:
            status, answer, pause = 0, {"message": type(e).__name__}, 0  # its text may hold a secret
        if status == 401 and not fresh:
            token = None  # it has expired
        elif status in (401, 403):
            give_up(f"The token was refused: {answer['message']}")
        elif 200 <= status < 500 and status != 429:
            return status, answer
        else:
            print(f"{path}: {answer['message']} - trying again", flush=True)
            time.sleep(max(pause, random.uniform(0.5, 1) * min(2 ** tries, 2 if job else 30)))
            tries += 1
    return 409, {"message": "The lease on this job is lost."}

def send(method, path, body, headers, timeout):
    connect = http.client.HTTPSConnection if API_URL.scheme == "https" else http.client.HTTPConnection
    with contextlib.closing(connect(API_URL.netloc, timeout=timeout)) as connection:
        if isinstance(body, dict):
            body = json.dumps(body)
        else:
            body.seek(0)
        with contextlib.suppress(BrokenPipeError):  # refused before all was sent; the answer says why
            connection.request(method, API_URL.path + path, body, headers)
        response = connection.getresponse()
        answer = json.load(response) if response.getheader("Content-Type", "").startswith("application/json") else {}
        if "success" not in answer:  # but from a proxy, or a server that is still starting
            return 0, {"message": f"{response.status}, not from the API"}, 0
        return response.status, answer, int(response.getheader("Retry-After", "0"))

def finish():
    """Claims nothing more, lets the job end, then stops it. If it does not stop, its lease runs out."""
    global stopping
    stopping = True
    idle(GRACE)
    if job := current:
        job.stopped = Failure("WORKER_STOPPED", "The worker was stopped.", retryable=True)
        idle(5)
    os._exit(0)

def idle(seconds):
    end = time.monotonic() + seconds
    while current and time.monotonic() < end:
        time.sleep(0.05)

def give_up(sentence):
    print(sentence, flush=True)
    os._exit(1)

for number in signal.SIGTERM, signal.SIGINT:
    signal.signal(number, lambda *_: threading.Thread(target=finish).start())
work()
