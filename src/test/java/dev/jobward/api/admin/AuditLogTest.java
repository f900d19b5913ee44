package dev.jobward.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AuditLogTest {

  @Test
  void leavesAnOrdinaryNameAsItIs() {
    assertThat(AuditLog.quoted("ann@example.com | Ann Ä😀"))
        .isEqualTo("\"ann@example.com | Ann Ä😀\"");
  }

  @Test
  void keepsANameOnOneLineAndWithinItsQuotes() {
    assertThat(AuditLog.quoted("a\"b\\c\r\nd\u2028e\u202ef\u001b[0m"))
        .isEqualTo("\"a\\\"b\\\\c\\u{d}\\u{a}d\\u{2028}e\\u{202e}f\\u{1b}[0m\"");
  }
}
