package dev.atom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CallContextTagTest {
  @Test
  void tagsGoWithEveryDerivedContext() {
    CallContext tagged = CallContext.create().tag("task", "summary").tag("language", "de");
    CallContext derived = tagged.tenant("acme").user("ann").deadline(Deadline.never()).child();
    assertThat(derived.tags()).isEqualTo(Map.of("task", "summary", "language", "de"));
    assertThat(derived.tenant()).isEqualTo("acme");
  }

  @Test
  void laterTagReplacesAnEarlierOneAndLeavesTheOtherContextAlone() {
    CallContext first = CallContext.create().tag("task", "summary");
    assertThat(first.tag("task", "legal").tags()).containsExactly(Map.entry("task", "legal"));
    assertThat(first.tags()).containsExactly(Map.entry("task", "summary"));
  }

  @Test
  void blankTagsAreRefused() {
    assertThatThrownBy(() -> CallContext.create().tag("task", " "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"task\" = \" \"");
  }
}
