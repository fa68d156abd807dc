package dev.atom.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.blob.Blob;
import dev.atom.blob.BlobException;
import dev.atom.blob.BlobMissing;
import dev.atom.blob.MemoryBlobs;
import dev.atom.json.Json;
import dev.atom.secret.Secret;
import dev.atom.store.Append;
import dev.atom.store.MemoryStore;
import dev.atom.store.NewEvent;
import dev.atom.store.Subject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PersonalDataTest {
  private static final Subject CHAT = new Subject("acme", "conversation", "c-1");

  private final SecureRandom random = new SecureRandom();
  private final MemoryStore keyStore = MemoryStore.create(Clock.systemUTC());
  private final Secret master = Secret.of(new byte[32]);
  private final PersonKeys keys = StorePersonKeys.in(keyStore, master, random);
  private final PersonalData data = PersonalData.with(keys, random);
  private final MemoryBlobs plain = MemoryBlobs.create(Clock.systemUTC());
  private final SealedBlobs blobs = SealedBlobs.over(plain, keys, owner -> "p-1", random);

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @Test
  void erasureLeavesTheSkeleton() {
    MemoryStore store = MemoryStore.create(Clock.systemUTC());
    // @start region="erase"
    Json.Obj said = Json.object().put("text", "My number is 0171 234567").build();
    Json.Obj sealed = data.seal("acme", "p-1", said);
    store.append(
        Append.to(CHAT)
            .event(new NewEvent("message_received", sealed, "customer", Optional.empty()))
            .build());

    Json.Obj kept = store.read(CHAT, 0, 1).getFirst().data();
    Optional<Json> before = data.open("acme", kept); // what was said
    data.erase("acme", "p-1");
    Optional<Json> after = data.open("acme", kept); // empty, here and in every backup
    // @end
    assertThat(before).contains(said);
    assertThat(after).isEmpty();
    assertThat(kept.toString()).doesNotContain("0171").contains("p-1");
    assertThat(store.version(CHAT)).isEqualTo(1);
  }

  @Test
  void whatIsSealedAfterwardsHasAnotherKey() {
    Json.Obj first = data.seal("acme", "p-1", Json.of("one"));
    data.erase("acme", "p-1");
    data.erase("acme", "p-1");
    Json.Obj second = data.seal("acme", "p-1", Json.of("two"));
    assertThat(data.open("acme", second)).contains(Json.of("two"));
    assertThatThrownBy(() -> data.open("acme", first)).isInstanceOf(SealingException.class);
  }

  @Test
  void personsAndTenantsShareNoKey() {
    Json.Obj sealed = data.seal("acme", "p-1", Json.of("one"));
    data.seal("other", "p-1", Json.of("x"));
    data.seal("acme", "p-2", Json.of("x"));
    assertThatThrownBy(() -> data.open("other", sealed)).isInstanceOf(SealingException.class);
    Json.Obj moved =
        Json.object()
            .put("person", "p-2")
            .put("sealed", sealed.text("sealed").orElseThrow())
            .build();
    assertThatThrownBy(() -> data.open("acme", moved)).isInstanceOf(SealingException.class);
    data.erase("acme", "p-2");
    assertThat(data.open("acme", sealed)).contains(Json.of("one"));
  }

  @Test
  void everyChangedBitIsFound() {
    Json.Obj sealed = data.seal("acme", "p-1", Json.of("hello"));
    byte[] good = Base64.getDecoder().decode(sealed.text("sealed").orElseThrow());
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      Json.Obj changed =
          Json.object()
              .put("person", "p-1")
              .put("sealed", Base64.getEncoder().encodeToString(bad))
              .build();
      assertThatThrownBy(() -> data.open("acme", changed)).isInstanceOf(SealingException.class);
    }
    assertThatThrownBy(() -> data.open("acme", Json.Obj.EMPTY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keysAreStoredSealedAndFoundByAnotherProcess() {
    Json.Obj sealed = data.seal("acme", "p-1", Json.of("hello"));
    PersonKeys other = StorePersonKeys.in(keyStore, Secret.of(new byte[32]), random);
    assertThat(PersonalData.with(other, random).open("acme", sealed)).contains(Json.of("hello"));
    PersonKeys wrong = StorePersonKeys.in(keyStore, Secret.of(bytes(32)), random);
    assertThatThrownBy(() -> PersonalData.with(wrong, random).open("acme", sealed))
        .isInstanceOf(SealingException.class);
  }

  @Test
  void contentsOfAnyLengthAreSealedAndErased() {
    for (int length : new int[] {0, 1, 65_535, 65_536, 65_537, 131_072, 1_000_000}) {
      Blob blob = blobs.put(CHAT, bytes(length));
      assertThat(blobs.read(blob)).isEqualTo(bytes(length));
      assertThat(plain.read(blob)).hasSizeGreaterThan(length);
    }
    Blob one = blobs.put(CHAT, "hello hello hello".getBytes(StandardCharsets.UTF_8));
    assertThat(new String(plain.read(one), StandardCharsets.ISO_8859_1)).doesNotContain("hello");
    data.erase("acme", "p-1");
    assertThatThrownBy(() -> blobs.open(one)).isInstanceOf(BlobMissing.class);
  }

  @Test
  void contentThatWasCutMovedOrChangedIsRefused() throws IOException {
    byte[] content = bytes(200_000);
    Blob blob = blobs.put(CHAT, content);
    byte[] sealed = plain.read(blob);
    int segment = 64 * 1024 + 16;
    List<byte[]> broken =
        List.of(
            Arrays.copyOf(sealed, 17 + segment),
            Arrays.copyOf(sealed, 17 + 2 * segment),
            Arrays.copyOf(sealed, sealed.length - 1),
            Arrays.copyOf(sealed, sealed.length + 1),
            Arrays.copyOf(sealed, 17),
            Arrays.copyOf(sealed, 5),
            swapped(sealed, segment),
            flipped(sealed, 3),
            flipped(sealed, 20),
            flipped(sealed, sealed.length - 1));
    for (byte[] bad : broken) {
      Blob put = plain.put(CHAT, bad);
      assertThatThrownBy(() -> blobs.read(put))
          .isInstanceOfAny(BlobException.class, SealingException.class);
    }
    Subject other = new Subject("acme", "conversation", "c-2");
    Blob moved = plain.put(other, sealed);
    assertThatThrownBy(() -> blobs.read(moved)).isInstanceOf(BlobException.class);
    try (InputStream whole = blobs.open(blob)) {
      assertThat(whole.readNBytes(100)).isEqualTo(Arrays.copyOf(content, 100));
    }
  }

  private static byte[] swapped(byte[] sealed, int segment) {
    byte[] bad = sealed.clone();
    System.arraycopy(sealed, 17, bad, 17 + segment, segment);
    System.arraycopy(sealed, 17 + segment, bad, 17, segment);
    return bad;
  }

  private static byte[] flipped(byte[] sealed, int at) {
    byte[] bad = sealed.clone();
    bad[at] ^= 1;
    return bad;
  }

  @Test
  void sourceThatBreaksLeavesNothing() {
    InputStream dead =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the line went dead");
          }
        };
    assertThatThrownBy(() -> blobs.put(CHAT, dead)).isInstanceOf(BlobException.class);
    assertThat(blobs.list(CHAT)).isEmpty();
    blobs.put(CHAT, new ByteArrayInputStream(new byte[0]));
    assertThat(blobs.list(CHAT)).hasSize(1);
  }
}
