package dev.jobward.bench.inside;

import dev.jobward.job.JobType;
import dev.jobward.job.Jobs;
import dev.jobward.job.NewJob;
import dev.jobward.job.Owner;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Creates jobs without HTTP, as a handler or another part of the application would. */
@WebServlet("/bench/*")
public class BenchServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final int OWNERS = 10;

  @Inject private transient Jobs jobs;
  @Inject private transient NoopHandler handler;

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  private transient ManagedThreadFactory threads;

  @SuppressWarnings("NullAway.Init") // the container sets the fields
  public BenchServlet() {}

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    response.setContentType("text/plain");
    PrintWriter out = response.getWriter();
    switch (request.getPathInfo()) {
      case "/enqueue" ->
          out.print(
              enqueue(
                  new JobType(request.getParameter("type")),
                  request.getParameter("payload"),
                  Integer.parseInt(request.getParameter("jobs")),
                  Integer.parseInt(request.getParameter("callers"))));
      case "/remember" -> handler.remember(true);
      case "/starts" -> {
        handler.remember(false);
        handler.takeStarts().forEach((id, micros) -> out.println(id + " " + micros));
      }
      default -> response.setStatus(HttpServletResponse.SC_NOT_FOUND);
    }
  }

  /** Nanoseconds until all of them were committed, one call for each. */
  private long enqueue(JobType type, String payload, int count, int callers)
      throws ServletException {
    AtomicInteger left = new AtomicInteger(count);
    ExecutorService executor = Executors.newFixedThreadPool(callers, threads);
    try {
      long start = System.nanoTime();
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        Owner owner = new Owner("bench-" + i % OWNERS);
        done.add(executor.submit(() -> create(owner, type, payload, left)));
      }
      for (Future<?> caller : done) {
        caller.get();
      }
      return System.nanoTime() - start;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServletException(e);
    } catch (ExecutionException e) {
      throw new ServletException(e);
    } finally {
      executor.shutdownNow();
    }
  }

  private void create(Owner owner, JobType type, String payload, AtomicInteger left) {
    while (left.getAndDecrement() > 0) {
      Jobs.Creation unused = jobs.create(owner, List.of(NewJob.of(type, payload)));
    }
  }
}
