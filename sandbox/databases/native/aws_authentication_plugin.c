/*
 * MariaDB authentication plug-in with the name that RDS gives its own, so that RDS's literal
 * CREATE USER ... IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' works. It asks the client for the token with
 * mysql_clear_password, as RDS does, and so it is only as safe as the TLS below it: the account says REQUIRE SSL.
 * The plug-in ABI is written out, so that no development package is needed to build it.
 * https://mariadb.com/kb/en/development-writing-plugins-for-mariadb/
 */
#include "verifier_client.h"

enum { MYSQL_AUTHENTICATION_PLUGIN = 7, PLUGIN_LICENSE_BSD = 2, MATURITY_STABLE = 4, CR_OK = -1, CR_ERROR = 0, USERNAME_LENGTH = 512 };
#define AUTHENTICATION_INTERFACE_VERSION 0x0202
#define PLUGIN_INTERFACE_VERSION 0x0100

struct plugin_vio {
  int (*read_packet)(struct plugin_vio *vio, unsigned char **packet);
  int (*write_packet)(struct plugin_vio *vio, const unsigned char *packet, int length);
  void (*info)(struct plugin_vio *vio, void *info);
};

struct auth_info {
  const char *user_name;
  unsigned int user_name_length;
  const char *auth_string;
  unsigned long auth_string_length;
  char authenticated_as[USERNAME_LENGTH + 1];
  char external_user[USERNAME_LENGTH + 1];
  int password_used;
  const char *host_or_ip;
  unsigned int host_or_ip_length;
  void *thd;
};

static int authenticate(struct plugin_vio *vio, struct auth_info *info) {
  unsigned char *packet;
  int length = vio->read_packet(vio, &packet);
  int accepted;
  char *token;
  if (length < 0) return CR_ERROR;
  info->password_used = 1;
  token = strndup((const char *)packet, (size_t)length);
  accepted = token && token_is_accepted(info->user_name, token);
  free(token);
  return accepted ? CR_OK : CR_ERROR;
}

static struct {
  int interface_version;
  const char *client_auth_plugin;
  int (*authenticate_user)(struct plugin_vio *vio, struct auth_info *info);
  void *hash_password;
  void *preprocess_hash;
} authentication = { AUTHENTICATION_INTERFACE_VERSION, "mysql_clear_password", authenticate, NULL, NULL };

struct declaration {
  int type;
  void *info;
  const char *name, *author, *description;
  int license;
  int (*init)(void *), (*deinit)(void *);
  unsigned int version;
  void *status_variables, *system_variables;
  const char *version_info;
  unsigned int maturity;
};

int _maria_plugin_interface_version_ = PLUGIN_INTERFACE_VERSION;
int _maria_sizeof_struct_st_plugin_ = sizeof(struct declaration);
struct declaration _maria_plugin_declarations_[] = {
  {
    .type = MYSQL_AUTHENTICATION_PLUGIN, .info = &authentication, .name = "AWSAuthenticationPlugin", .author = "sandbox",
    .description = "IAM database authentication of the sandbox", .license = PLUGIN_LICENSE_BSD, .version = 0x0100,
    .version_info = "1.0", .maturity = MATURITY_STABLE,
  },
  { 0 },
};
