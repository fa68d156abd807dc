package dev.atom.knowledge.parsers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ParsingThreadTest {
  @Test
  @Timeout(20)
  void aParseThatHangsIsLeftAndInterrupted() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    Watch watch = new Watch(ParseLimits.usual().time(Duration.ofMillis(20)));
    ParseOutcome outcome =
        new ParsingThread(watch)
            .run(
                () -> {
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                  }
                  throw new IllegalStateException("nobody waits for this");
                });
    assertThat(reason(outcome)).isEqualTo(ParseOutcome.Reason.TOO_SLOW);
    interrupted.await();
  }

  @Test
  void aStackThatOverflowsIsTheFilesFault() {
    assertThat(
            reason(
                thread()
                    .run(
                        () -> {
                          throw new IllegalStateException("depth " + deeper(1));
                        })))
        .isEqualTo(ParseOutcome.Reason.BROKEN);
  }

  @Test
  void whatALibraryThrowsIsToldWithoutItsMessage() {
    assertThat(
            thread()
                .run(
                    () -> {
                      throw new ClassCastException("confidential text");
                    }))
        .isEqualTo(
            new ParseOutcome.Refused(
                ParseOutcome.Reason.BROKEN, "it is damaged: ClassCastException"));
  }

  @Test
  void aLackOfMemoryIsTooLarge() {
    assertThat(
            reason(
                thread()
                    .run(
                        () -> {
                          throw new OutOfMemoryError("test");
                        })))
        .isEqualTo(ParseOutcome.Reason.TOO_LARGE);
  }

  private static int deeper(int depth) {
    return deeper(depth + 1) + 1;
  }

  private static ParsingThread thread() {
    return new ParsingThread(new Watch(ParseLimits.usual()));
  }

  private static ParseOutcome.Reason reason(ParseOutcome outcome) {
    return switch (outcome) {
      case ParseOutcome.Parsed parsed -> throw new AssertionError(parsed);
      case ParseOutcome.Refused refused -> refused.reason();
    };
  }
}
