package dev.atom.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.Tool;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationTest {
  record Transfer(String account, int amount) {}

  private final List<Json.Obj> seen = new ArrayList<>();
  private final Operation transfer =
      Operation.of(
          new Tool("transfer", "Sends money.", JsonSchema.of(Transfer.class)),
          Effect.KEYED,
          (arguments, call) -> {
            seen.add(arguments);
            return Json.of(call.idempotencyKey());
          });
  private final Operation.Call call = new Operation.Call(CallContext.create(), "key-1");

  @Test
  void handsValidArgumentsToTheHandler() {
    Json.Obj arguments = Json.parseObject("{\"account\":\"a\",\"amount\":5}");
    assertThat(transfer.invoke(arguments, call)).isEqualTo(Json.of("key-1"));
    assertThat(seen).containsExactly(arguments);
    assertThat(transfer).hasToString("Operation[transfer, KEYED]");
  }

  @Test
  void doesNothingWithArgumentsThatDoNotFit() {
    Json.Obj arguments = Json.parseObject("{\"account\":\"confidential\",\"amount\":\"five\"}");
    assertThatExceptionOfType(InvalidArguments.class)
        .isThrownBy(() -> transfer.invoke(arguments, call))
        .withMessage(
            "operation \"transfer\" was given arguments that do not fit: /amount: expected integer")
        .satisfies(e -> assertThat(e.code()).isEqualTo("invalid_arguments"));
    assertThat(seen).isEmpty();
  }

  @Test
  void aCallHasAKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Operation.Call(CallContext.create(), " "));
  }

  @Test
  void nothingShowsItsContentInToString() {
    Passage passage =
        new Passage("a.md", "confidential", "confidential", new Passage.Range(0, 3), 1);
    assertThat(passage + "" + new Channel.Outbound("c", "confidential", "k"))
        .doesNotContain("confidential");
    assertThatIllegalArgumentException().isThrownBy(() -> new Passage.Range(3, 2));
    assertThat(Retriever.none().retrieve("anything", 3, CallContext.create())).isEmpty();
  }
}
