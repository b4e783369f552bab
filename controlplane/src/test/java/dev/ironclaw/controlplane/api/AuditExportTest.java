package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AuditExportTest {
  @Test
  void aCellNeverBeginsAsAFormula() {
    for (String formula : List.of("=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "\n\u0000=1", "\uFF1D1")) {
      assertThat(AuditExport.cell(formula)).as(formula).satisfiesAnyOf(cell -> assertThat(cell).startsWith("'"),
          cell -> assertThat(cell).startsWith("\"'"));
    }
    assertThat(AuditExport.cell("a=1")).isEqualTo("a=1");
  }

  @Test
  void aCellIsOneFieldOfOneLine() {
    assertThat(AuditExport.cell("a,b")).isEqualTo("\"a,b\"");
    assertThat(AuditExport.cell("say \"no\"")).isEqualTo("\"say \"\"no\"\"\"");
    assertThat(AuditExport.cell("one\r\ntwo\u2028three\u0085four")).isEqualTo("one  two three four");
    assertThat(AuditExport.cell("")).isEmpty();
  }
}
