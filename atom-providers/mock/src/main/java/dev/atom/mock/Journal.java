package dev.atom.mock;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The calls of a server. Thread-safe. */
final class Journal {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<ReceivedRequest> requests = new ArrayList<>();
  private final List<ReceivedCall> calls = new ArrayList<>();

  int begin(Instant at, ReceivedRequest request, Play play) {
    ReceivedRequest redacted = request.redacted();
    lock.lock();
    try {
      requests.add(request);
      int number = requests.size();
      calls.add(new ReceivedCall(number, at, redacted, play, CallEnd.RUNNING, 0));
      changed.signalAll();
      return number;
    } finally {
      lock.unlock();
    }
  }

  void end(int number, CallEnd end, long bytes) {
    lock.lock();
    try {
      ReceivedCall begun = calls.get(number - 1);
      ReceivedCall ended =
          new ReceivedCall(number, begun.at(), begun.request(), begun.play(), end, bytes);
      calls.set(number - 1, ended);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  List<ReceivedRequest> requests() {
    lock.lock();
    try {
      return List.copyOf(requests);
    } finally {
      lock.unlock();
    }
  }

  List<ReceivedCall> calls() {
    lock.lock();
    try {
      return List.copyOf(calls);
    } finally {
      lock.unlock();
    }
  }

  ReceivedCall awaitEnd(int number, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (calls.size() < number || calls.get(number - 1).end() == CallEnd.RUNNING) {
        if (left <= 0) {
          String state = calls.size() < number ? "has not come" : "has not ended";
          throw new AssertionError(
              "call " + number + " " + state + " within " + patience + "; calls so far: " + calls);
        }
        left = changed.awaitNanos(left);
      }
      return calls.get(number - 1);
    } finally {
      lock.unlock();
    }
  }
}
