package dev.atom.knowledge.parsers;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs one parse on a thread of its own, so that a file that holds it can be left, and one that
 * nests too deep overflows a stack that nobody else stands on. A platform thread: parsing computes.
 */
final class ParsingThread {
  private static final long STACK_BYTES = 1 << 20;

  private final Watch watch;

  ParsingThread(Watch watch) {
    this.watch = watch;
  }

  ParseOutcome run(Callable<ParsedDocument> parse) {
    FutureTask<ParsedDocument> task = new FutureTask<>(parse);
    Thread.ofPlatform().daemon().name("atom-parse").stackSize(STACK_BYTES).start(task);
    try {
      return new ParseOutcome.Parsed(
          task.get(watch.limits().time().toMillis() + 1, TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      task.cancel(true);
      return watch.tooSlow().outcome();
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      return new ParseOutcome.Refused(
          ParseOutcome.Reason.INTERRUPTED, "the thread was interrupted; parse it again");
    } catch (ExecutionException e) {
      return refused(e.getCause() == null ? e : e.getCause());
    }
  }

  /** Whatever a library throws on a file is the file's fault: it is refused and the rest goes on. */
  private static ParseOutcome refused(Throwable failure) {
    return switch (failure) {
      case Refusal refusal -> refusal.outcome();
      case OutOfMemoryError e ->
          new ParseOutcome.Refused(
              ParseOutcome.Reason.TOO_LARGE, "it needs more memory than there is; split it");
      case StackOverflowError e ->
          new ParseOutcome.Refused(ParseOutcome.Reason.BROKEN, "it is nested too deep");
      // The class alone: the message may hold a part of the text.
      default ->
          new ParseOutcome.Refused(
              ParseOutcome.Reason.BROKEN, "it is damaged: " + failure.getClass().getSimpleName());
    };
  }
}
