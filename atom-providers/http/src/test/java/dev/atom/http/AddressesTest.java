package dev.atom.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;

class AddressesTest {
  private final Addresses addresses = new Addresses();

  @Test
  void addressIsParsedOnce() {
    URI uri = URI.create("https://api.example.com/v1/chat%2Fx");
    assertThat(addresses.of(uri)).isSameAs(addresses.of(URI.create(uri.toString())));
    assertThat(addresses.of(uri)).hasToString(uri.toString());
  }

  @Test
  void queriesAreNotKept() {
    URI uri = URI.create("https://api.example.com/v1?customer=4711");
    assertThat(addresses.of(uri)).hasToString(uri.toString());
    assertThat(addresses.size()).isZero();
  }

  @Test
  void everNewAddressesDoNotPileUp() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(addresses.of(URI.create("https://api.example.com/" + i)).pathSegments())
          .containsExactly(Integer.toString(i));
    }
    assertThat(addresses.size()).isLessThanOrEqualTo(Addresses.MOST);
  }

  @Test
  void addressThatOkHttpRefusesIsRefusedEachTime() {
    URI uri = URI.create("https://a%20b/");
    assertThatThrownBy(() -> addresses.of(uri)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> addresses.of(uri)).isInstanceOf(IllegalArgumentException.class);
  }
}
