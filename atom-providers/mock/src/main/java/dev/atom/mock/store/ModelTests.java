package dev.atom.mock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atom.store.Claimed;
import dev.atom.store.Job;
import dev.atom.store.Store;
import dev.atom.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Any sequence of calls has the same outcome on every engine as on a plain model. */
abstract class ModelTests extends ConcurrencyTests {
  private static final int CALLS = 100;

  /**
   * Returns how many random sequences of calls the engine is compared with a plain model on. Each is
   * the same whenever it is run.
   *
   * @return 60 unless a subclass wants more, such as for a nightly run
   */
  protected int sequences() {
    return 60;
  }

  /** A job as the model has it and as the engine has it: numbers and fences may differ. */
  record Twin(Job model, Job engine) {}

  /** The same call on either; the twins are told which they are called on. */
  interface Call {
    Object on(Store store, boolean engine);
  }

  @Test
  void randomSequencesOfCallsHaveTheOutcomeOfThePlainModel() {
    for (int seed = 0; seed < sequences(); seed++) {
      compare(seed);
    }
  }

  private void compare(int seed) {
    StoreModel model = new StoreModel(clock());
    RandomCalls calls = new RandomCalls(seed, clock());
    for (int number = 0; number < CALLS; number++) {
      String where = "sequence " + seed + ", call " + number;
      Call next = calls.next();
      Object expected = outcome(model, false, next);
      Object actual = outcome(store(), true, next);
      assertEquals(comparable(expected), comparable(actual), where);
      calls.learn(twins(jobs(expected), jobs(actual)), expected);
      calls.time().ifPresent(this::advance);
      if (calls.reopens()) {
        reopenIfDurable();
      }
    }
  }

  private static Object outcome(Store store, boolean engine, Call call) {
    try {
      return call.on(store, engine);
    } catch (StoreException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static List<Twin> twins(List<Job> model, List<Job> engine) {
    List<Twin> twins = new ArrayList<>();
    for (int i = 0; i < model.size(); i++) {
      twins.add(new Twin(model.get(i), engine.get(i)));
    }
    return twins;
  }

  private static List<Job> jobs(Object outcome) {
    return switch (outcome) {
      case Claimed claimed -> claimed.jobs();
      case RandomCalls.Looked looked -> looked.jobs();
      default -> List.of();
    };
  }

  /** Leaves out what engines may choose: numbers, the fences of jobs. */
  private static Object comparable(Object outcome) {
    return switch (outcome) {
      case Claimed claimed -> comparableJobs(claimed.jobs()) + " next " + claimed.nextDue();
      case RandomCalls.Looked looked -> comparableJobs(looked.jobs());
      default -> outcome;
    };
  }

  private static List<List<Object>> comparableJobs(List<Job> jobs) {
    return jobs.stream()
        .map(job -> List.<Object>of(job.subject(), job.plan(), withoutFence(job)))
        .toList();
  }
}
