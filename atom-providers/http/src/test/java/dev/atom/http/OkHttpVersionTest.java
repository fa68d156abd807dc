package dev.atom.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import okhttp3.OkHttp;
import okio.Okio;
import org.junit.jupiter.api.Test;

/** The tests run with the OkHttp that the build means: 5, or what the profile okhttp4 names. */
class OkHttpVersionTest {
  @Test
  void okHttpOnTheClassPathIsTheOneMeant() {
    Optional<String> forced = Optional.ofNullable(System.getProperty("atom.okhttp"));
    assertThat(OkHttp.VERSION).startsWith(forced.orElse("5."));
    String okHttp = where(OkHttp.class);
    String okio = where(Okio.class);
    assertThat(okHttp).contains(forced.isPresent() ? "okhttp-4.12" : "okhttp-jvm-5");
    assertThat(okio).contains(forced.isPresent() ? "okio-jvm-3.6." : "okio-jvm-3.");
  }

  private static String where(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().getPath();
  }
}
