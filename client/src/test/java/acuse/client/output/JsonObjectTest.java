package acuse.client.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects of JSON, read back by a parser that is not ours. */
class JsonObjectTest {
  @Test
  void membersKeepTheirOrder() {
    JsonObject json =
        new JsonObject()
            .text("a", "x")
            .number("b", -1)
            .flag("c", true)
            .none("d")
            .texts("e", List.of("1", "2"))
            .object("f", new JsonObject())
            .object("g", null)
            .text("h", null);
    assertThat(json)
        .hasToString(
            """
            {"a":"x","b":-1,"c":true,"d":null,"e":["1","2"],"f":{},"g":null,"h":null}""");
  }

  @ParameterizedTest
  @CsvSource({
    "500, 500.0",
    "0, 0.0",
    "0.0000001, 0.0",
    "88.25, 88.25",
    "1e9, 1000000000.0",
    "1e-3, 0.001",
    "0.0023456, 0.002346",
    "NaN, null",
    "Infinity, null"
  })
  void decimalsKeepTheirPoint(double value, String text) {
    assertThat(new JsonObject().decimal("x", value, 6)).hasToString("{\"x\":" + text + "}");
  }

  @Test
  void everyCharacterComesBack() {
    StringBuilder all = new StringBuilder();
    for (char c = 0; c < 0x300; c++) {
      all.append(c);
    }
    String json = new JsonObject().text("x", all + "🙂").toString();
    assertThat(json).doesNotContain("\n");
    assertThat(new Gson().fromJson(json, com.google.gson.JsonObject.class).get("x").getAsString())
        .isEqualTo(all + "🙂");
  }
}
