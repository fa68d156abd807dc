package dev.atom.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.atom.json.Json;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OperationTypesTest {
  private static final ModelRef MODEL = new ModelRef("test", "m");

  @Test
  void whatCannotBeJudgedIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> ModerationRequest.of(" "));
    assertThatIllegalArgumentException().isThrownBy(() -> ModerationRequest.of(new String[0]));
    assertThatIllegalArgumentException().isThrownBy(() -> ModerationRequest.of(new Part[0]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModerationRequest.of(new Part.Refusal("No")));
    assertThat(ModerationRequest.of("secret", "text").toString()).doesNotContain("secret");
    assertThat(ModerationRequest.of("secret").inputs().get(0).toString()).doesNotContain("secret");
  }

  @Test
  void harmsAreTheFlaggedCategories() {
    Moderation.Category violence = new Moderation.Category("violence", true, 0.9, Set.of("text"));
    Moderation.Category hate = new Moderation.Category("hate", false, 0.1, Set.of());
    Moderation result = new Moderation(true, List.of(hate, violence));
    assertThat(result.harms()).containsExactly(violence);
    assertThat(result.category("hate")).contains(hate);
    assertThat(result.category("illicit")).isEmpty();
    Moderation harmless = new Moderation(false, List.of(hate));
    assertThat(judged(harmless).anyFlagged()).isFalse();
    assertThat(judged(harmless, result).anyFlagged()).isTrue();
  }

  private static Moderations judged(Moderation... results) {
    return new Moderations(MODEL, List.of(results), Usage.ZERO, List.of(), Json.NULL);
  }

  @Test
  void modelJudgesOneTextInOneCall() {
    ModerationModel model =
        new ModerationModel() {
          @Override
          public ModelRef ref() {
            return MODEL;
          }

          @Override
          public Moderations moderate(ModerationRequest request, dev.atom.CallContext context) {
            return judged(new Moderation(true, List.of()));
          }
        };
    assertThat(model.moderate("text").flagged()).isTrue();
  }

  @Test
  void pictureIsAskedForWithSenseOnly() {
    assertThatIllegalArgumentException().isThrownBy(() -> ImageRequest.of(" "));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageRequest.newBuilder("A lake").count(0));
    Media picture = Media.inline("image/png", new byte[] {1});
    assertThatIllegalStateException()
        .isThrownBy(() -> ImageRequest.newBuilder("A lake").mask(picture).build());
    ImageRequest request =
        ImageRequest.newBuilder("A lake").images(List.of(picture)).mask(picture).build();
    assertThat(request.mask()).contains(picture);
    assertThat(request.count()).isEqualTo(1);
    assertThat(request.toString()).doesNotContain("lake");
  }

  @Test
  void replyHasAPicture() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Images(MODEL, List.of(), Usage.ZERO, List.of(), Json.NULL));
    Media remote = Media.remote(URI.create("https://files.example/1.png?signature=abc"));
    Images images =
        new Images(
            MODEL,
            List.of(new Images.Image(remote, Optional.empty())),
            Usage.ZERO,
            List.of(),
            Json.NULL);
    assertThat(images.first()).isEqualTo(remote);
    assertThat(images.toString()).doesNotContain("signature");
  }
}
