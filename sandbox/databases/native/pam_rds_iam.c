/*
 * PAM module with the services `auth` and `account`: PostgreSQL hands it the password that the client sent, the IAM token.
 * The few declarations of the Linux-PAM ABI are written out, so that no development package is needed to build it.
 * https://www.postgresql.org/docs/15/auth-pam.html
 */
#include "verifier_client.h"

typedef struct pam_handle pam_handle_t;
enum { PAM_SUCCESS = 0, PAM_AUTH_ERR = 7, PAM_USER = 2, PAM_AUTHTOK = 6 };
int pam_get_item(const pam_handle_t *pamh, int item_type, const void **item);
int pam_get_authtok(pam_handle_t *pamh, int item, const char **authtok, const char *prompt);

int pam_sm_authenticate(pam_handle_t *pamh, int flags, int argc, const char **argv) {
  const void *user = NULL;
  const char *token = NULL;
  (void)flags; (void)argc; (void)argv;
  if (pam_get_item(pamh, PAM_USER, &user) != PAM_SUCCESS || !user) return PAM_AUTH_ERR;
  if (pam_get_authtok(pamh, PAM_AUTHTOK, &token, NULL) != PAM_SUCCESS || !token) return PAM_AUTH_ERR;
  return token_is_accepted(user, token) ? PAM_SUCCESS : PAM_AUTH_ERR;
}

int pam_sm_setcred(pam_handle_t *pamh, int flags, int argc, const char **argv) {
  (void)pamh; (void)flags; (void)argc; (void)argv;
  return PAM_SUCCESS;
}

int pam_sm_acct_mgmt(pam_handle_t *pamh, int flags, int argc, const char **argv) {
  (void)pamh; (void)flags; (void)argc; (void)argv;
  return PAM_SUCCESS;
}
