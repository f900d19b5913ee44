package dev.jobward.platform;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Does together what many threads ask for at once, as a commit costs the same for one and for many.
 * Who asks while nobody does so leads: it does its own, and the first of those that have come
 * meanwhile leads all of them next. So nobody waits who is alone, and no thread is needed besides
 * those that ask. Two groups at a time were slower, as they are smaller.
 *
 * @param <Q> what is asked
 * @param <A> the answer
 */
public final class Together<Q, A> {

  private final long most;
  private final ToLongFunction<Q> size;
  private final Function<List<Q>, List<A>> work;
  private final Deque<Asked<Q, A>> waiting = new ArrayDeque<>();
  private boolean isLed;

  /**
   * Asks for nothing yet.
   *
   * @param most the size of a group, of which the first question may be larger alone
   * @param size of one question
   * @param work answers all questions of a group, in their order; if it fails, none was done. A
   *     group that fails though the database is there is asked one by one
   */
  public Together(long most, ToLongFunction<Q> size, Function<List<Q>, List<A>> work) {
    this.most = most;
    this.size = size;
    this.work = work;
  }

  /** One question; whether it leads is guarded by {@code waiting}. */
  private static final class Asked<Q, A> {
    private final Q question;
    private final Thread thread = Thread.currentThread();
    private boolean leads;
    private volatile @Nullable A answer;
    private volatile @Nullable RuntimeException failure;

    private Asked(Q question) {
      this.question = question;
    }

    private boolean isDone() {
      return answer != null || failure != null;
    }
  }

  /**
   * The answer to this question.
   *
   * @throws RuntimeException as the work did
   */
  public A ask(Q question) {
    Asked<Q, A> own = new Asked<>(question);
    synchronized (waiting) {
      if (isLed) {
        waiting.add(own);
      } else {
        isLed = true;
        own.leads = true;
      }
    }
    boolean interrupted = false;
    while (!own.isDone()) {
      if (leads(own)) {
        lead(own);
      } else {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    A answer = own.answer;
    if (answer == null) {
      throw failure(own);
    }
    return answer;
  }

  private boolean leads(Asked<Q, A> asked) {
    synchronized (waiting) {
      return asked.leads;
    }
  }

  /** Of a group's failure each thread throws one of its own. */
  private RuntimeException failure(Asked<Q, A> asked) {
    RuntimeException failure = asked.failure;
    return failure instanceof DatabaseFailure database
        ? database.again()
        : new IllegalStateException("what was asked together failed", failure);
  }

  /** Answers its own question and those that wait, and hands on the lead. */
  private void lead(Asked<Q, A> own) {
    List<Asked<Q, A>> group = take(own);
    try {
      answer(group);
    } finally {
      handOn();
      group.stream()
          .filter(asked -> asked != own)
          .forEach(asked -> LockSupport.unpark(asked.thread));
    }
  }

  private List<Asked<Q, A>> take(Asked<Q, A> own) {
    List<Asked<Q, A>> group = new ArrayList<>();
    group.add(own);
    synchronized (waiting) {
      long room = most - size.applyAsLong(own.question);
      while (!waiting.isEmpty() && room >= size.applyAsLong(waiting.element().question)) {
        Asked<Q, A> next = waiting.remove();
        room -= size.applyAsLong(next.question);
        group.add(next);
      }
    }
    return group;
  }

  private void handOn() {
    Thread next = null;
    synchronized (waiting) {
      if (waiting.isEmpty()) {
        isLed = false;
      } else {
        Asked<Q, A> asked = waiting.remove();
        asked.leads = true;
        next = asked.thread;
      }
    }
    LockSupport.unpark(next);
  }

  private void answer(List<Asked<Q, A>> group) {
    try {
      List<A> answers = work.apply(group.stream().map(asked -> asked.question).toList());
      for (int i = 0; i < group.size(); i++) {
        group.get(i).answer = answers.get(i);
      }
    } catch (RuntimeException | Error e) {
      if (group.size() > 1 && !DatabaseFailure.isUnavailable(e)) {
        // One that the database does not take must not take the others with it.
        group.forEach(asked -> answer(List.of(asked)));
        return;
      }
      RuntimeException failure =
          e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
      group.forEach(asked -> asked.failure = failure);
    }
  }
}
