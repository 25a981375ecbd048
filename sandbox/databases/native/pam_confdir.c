/*
 * Preloaded into PostgreSQL: reads the PAM service from the directory RDS_IAM_PAM_DIRECTORY instead of /etc/pam.d,
 * so that nothing outside the run's own directory is written and no root is needed.
 */
#include <stdlib.h>

struct pam_conv;
typedef struct pam_handle pam_handle_t;
int pam_start_confdir(const char *service, const char *user, const struct pam_conv *conversation, const char *confdir, pam_handle_t **pamh);

int pam_start(const char *service, const char *user, const struct pam_conv *conversation, pam_handle_t **pamh) {
  return pam_start_confdir(service, user, conversation, getenv("RDS_IAM_PAM_DIRECTORY"), pamh);
}
