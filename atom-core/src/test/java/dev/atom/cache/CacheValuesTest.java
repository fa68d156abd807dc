package dev.atom.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atom.CallContext;
import dev.atom.json.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheValuesTest {
  @ParameterizedTest
  @EnumSource(CacheControl.class)
  void aContextCarriesTheWish(CacheControl control) {
    CallContext context = control.on(CallContext.create());
    assertThat(CacheControl.of(context)).isEqualTo(control);
  }

  @Test
  void cachesAreUsedUnlessTold() {
    CallContext context = CallContext.create();
    assertThat(CacheControl.of(context)).isEqualTo(CacheControl.USE);
    assertThat(CacheControl.of(context.tag(CacheControl.TAG, "max-age=0")))
        .isEqualTo(CacheControl.USE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "\u0000", "\u00E4"})
  void keysAreVisibleAscii(String key) {
    assertThatIllegalArgumentException().isThrownBy(() -> new CacheKey("acme", key));
  }

  @Test
  void keysAreShortAndHaveATenant() {
    assertThat(new CacheKey("acme", "k".repeat(200)).key()).hasSize(200);
    assertThatIllegalArgumentException().isThrownBy(() -> new CacheKey("acme", "k".repeat(201)));
    assertThatIllegalArgumentException().isThrownBy(() -> new CacheKey(" ", "k"));
  }

  @Test
  void storesKeepSomething() {
    assertThatIllegalArgumentException().isThrownBy(() -> new CacheBounds(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new CacheBounds(1, 0));
  }

  @Test
  void descriptionsHoldNoValue() {
    assertThat(new CacheLookup.Found(Json.of("secret"), Instant.EPOCH).toString())
        .doesNotContain("secret");
  }
}
