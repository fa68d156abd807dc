package dev.atom.rules;

import static dev.atom.rules.HostileDocumentsTest.leaf;
import static dev.atom.rules.HostileDocumentsTest.many;
import static dev.atom.rules.HostileDocumentsTest.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.InvalidRules.Problem;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentScanTest {
  private static final int MEGABYTE = 1_000_000;

  /** A document that is refused without being read must not cost more. */
  private static final long NOTHING = 100_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What is told by going through the text of a document: a path, a part of the reason, the text. */
  static Stream<Arguments> scanned() {
    String operations = "{\"or\":" + many(10_000, "{\"==\":[1,#]}") + "}";
    String million = "[" + "1,".repeat(MEGABYTE) + "1]";
    String description = "\"description\":\"" + "d".repeat(10 * MEGABYTE) + "\"";
    return Stream.of(
        Arguments.of("/0/when", "more than 200 conditions", rule(operations)),
        Arguments.of(
            "/0/when",
            "more than 200 conditions",
            rule("{\"logic\":{\"and\":" + many(20, operations) + "}}")),
        Arguments.of(
            "/0/when/any/0/in/1",
            "the list has more than 10000 items",
            rule("{\"any\":[{\"in\":[{\"var\":\"x\"}," + million + "]}]}")),
        Arguments.of("/0/when/value", "the list has more than 1000 items", leaf("in", million)),
        Arguments.of(
            "/rules/1/when/all/2/not/value",
            "the list has more than 1000 items",
            "{\"rules\":[{},{\"id\":\"r\",\"when\":{\"all\":[{},{},{\"not\":{\"value\":"
                + million
                + "}}]}}]}"),
        Arguments.of(
            "/0/when/field",
            "a text has more than 1000000 characters",
            rule("{\"field\":\"" + "a.".repeat(5 * MEGABYTE) + "a\",\"op\":\"exists\"}")),
        Arguments.of(
            "/0/description",
            "a text has more than 1000000 characters",
            "[{" + description + "," + description.substring(0, 15) + "\"}]"),
        Arguments.of(
            "/0/then/0/with",
            "a text has more than 1000000 characters",
            rule("{\"all\":[]}")
                .replace(
                    "[]}]",
                    "[{\"do\":\"x\",\"with\":{\"" + "n".repeat(2 * MEGABYTE) + "\":1}}]}]")));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("scanned")
  void whatIsTooLongWithinADocumentIsRefusedBeforeAnythingIsRead(
      String path, String reason, String text) {
    catchThrowableOfType(InvalidRules.class, () -> RuleSet.parse(text));
    long before = THREADS.getCurrentThreadAllocatedBytes();
    InvalidRules why = catchThrowableOfType(InvalidRules.class, () -> RuleSet.parse(text));
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).isLessThan(NOTHING);
    assertThat(why.problems()).hasSize(1);
    Problem problem = why.problems().getFirst();
    assertThat(problem.kind()).isEqualTo(Kind.LIMIT_EXCEEDED);
    assertThat(problem.path()).isEqualTo(path);
    assertThat(problem.message()).contains(reason);
  }
}
