/* umockbridge: a host for simulated USB devices, made of umockdev. Devices come on a unix socket and
   speak USB/IP; programs under umockdev's preload see sysfs, nodes, uevents and ioctls of them.
   README.md tells the lines of the socket. usage: umockbridge SOCKET

   Two threads. umockdev's own answers ioctls; the main one reads the devices' answers. All state is
   under one lock. What a program waits for is held until the device answers, never slept for.

   usbfs: Linux Documentation/driver-api/usb/usb.rst and drivers/usb/core/devio.c. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>
#include <linux/hidraw.h>
#include <linux/input.h>
#include <linux/usbdevice_fs.h>
#include <umockdev.h>

enum {
  HEADER_BYTES = 48,
  DESCRIPTOR_LIMIT = 8192,
  DEVICES = 64,
  /* How long REAPURBNDELAY is held when nothing is done: the node always polls as ready, so a
     program would spin. */
  REAP_MILLISECONDS = 2,
  /* Bytes that may stand unread in a serial line; it holds 4096. */
  LINE_BYTES = 2048,
};

struct device;

/* A transfer that the device has not answered. */
struct transfer {
  uint32_t sequence;
  uint8_t endpoint;
  enum { ENUMERATION, POLL, FORGOTTEN, PROGRAM } origin;
  int question; /* of an enumeration: which */
  uint32_t unlinking; /* the sequence of the request that gives it up, or 0 */
  /* A program's: who submitted it, its urb and its buffer. */
  UMockdevIoctlClient *client;
  UMockdevIoctlData *urb, *buffer;
  struct transfer *next;
};

/* A program that waits for a transfer to be done. */
struct reaper {
  UMockdevIoctlClient *client;
  UMockdevIoctlData *slot;
  int64_t until; /* -1: for ever */
  struct reaper *next;
};

/* What an enumeration asks for. */
enum { ASK_DEVICE, ASK_CONFIGURATION, ASK_STRING_1, ASK_STRING_2, ASK_STRING_3, ASK_REPORT, ASKED };

struct device {
  int cable; /* -1: unplugged */
  char port[24], path[256], node[64];
  int number;
  uint32_t sequence;
  GByteArray *input;
  struct transfer *pending, *done;
  struct reaper *reapers;
  GByteArray *answers[ASKED];
  int unanswered;
  UMockdevIoctlBase *handler;
  UMockdevIoctlClient *claims[256];
  bool isHeld; /* somebody else has it, on command */

  /* The node of a scanner, if it is one. */
  enum { NO_INPUT, KEYBOARD, RAW, LINE } input_kind;
  char input_path[640], input_node[64], input_parent[512];
  UMockdevIoctlBase *input_handler;
  int master, slave, readers;
  GByteArray *waiting;
  UMockdevIoctlClient *grabber;
  int clock;
  bool scanCodes;
  bool isSignalled;
  uint8_t report[8], lights;
  uint8_t poll_endpoint, out_endpoint;
};

static GMutex lock;
static UMockdevTestbed *testbed;
static struct device *devices[DEVICES];
static int control = -1, wake_up, devices_made;

/* --- Small things ----------------------------------------------------------------------------- */

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

static void send_all(int descriptor, const void *bytes, size_t count) {
  const char *at = bytes;
  while (count > 0) {
    ssize_t sent = send(descriptor, at, count, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return; /* its end is seen by the read */
    at += sent;
    count -= sent;
  }
}

/* Tells the rig what a program did to a device. */
static void tell(struct device *device, const char *format, ...) {
  char what[128], line[192];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(what, sizeof what, format, arguments);
  va_end(arguments);
  int count = snprintf(line, sizeof line, "host %s %s\n", device->port, what);
  if (control >= 0) send_all(control, line, count);
}

static void add(const char *text, const char *what) {
  GError *error = NULL;
  if (umockdev_testbed_add_from_string(testbed, text, &error)) return;
  fprintf(stderr, "umockbridge: %s: %s\n", what, error->message);
  g_clear_error(&error);
}

static void stir(void) {
  uint64_t one = 1;
  if (write(wake_up, &one, sizeof one) < 0) { /* it is awake */
  }
}

/* --- The cable -------------------------------------------------------------------------------- */

static void put(uint8_t *at, uint32_t word) {
  word = htonl(word);
  memcpy(at, &word, 4);
}

static uint32_t get(const uint8_t *at) {
  uint32_t word;
  memcpy(&word, at, 4);
  return ntohl(word);
}

/* SUBMIT: what goes out, or how much may come in. */
static struct transfer *submit(struct device *device, uint8_t endpoint, const uint8_t *setup,
                               const uint8_t *bytes, uint32_t count) {
  struct transfer *transfer = g_new0(struct transfer, 1);
  transfer->sequence = ++device->sequence;
  transfer->endpoint = endpoint;
  uint8_t header[HEADER_BYTES] = {0};
  put(header, 1);
  put(header + 4, transfer->sequence);
  put(header + 8, 0x10000 | device->number);
  put(header + 12, endpoint >> 7);
  put(header + 16, endpoint & 0x0F);
  put(header + 24, count);
  if (setup) memcpy(header + 40, setup, 8);
  send_all(device->cable, header, sizeof header);
  if (!(endpoint & 0x80) && count > 0) send_all(device->cable, bytes, count);
  struct transfer **last = &device->pending;
  while (*last) last = &(*last)->next;
  *last = transfer;
  return transfer;
}

static void unlink_transfer(struct device *device, struct transfer *transfer) {
  uint8_t header[HEADER_BYTES] = {0};
  put(header, 2);
  transfer->unlinking = ++device->sequence;
  put(header + 4, transfer->unlinking);
  put(header + 8, 0x10000 | device->number);
  put(header + 20, transfer->sequence);
  send_all(device->cable, header, sizeof header);
}

/* A control request whose answer nobody waits for. */
static void order(struct device *device, uint8_t type, uint8_t request, uint16_t value,
                  uint16_t index) {
  uint8_t setup[8] = {type, request, value & 0xFF, value >> 8, index & 0xFF, index >> 8, 0, 0};
  if (device->cable >= 0) submit(device, 0, setup, NULL, 0)->origin = FORGOTTEN;
}

static void ask(struct device *device, int question, uint8_t type, uint16_t value, uint16_t index,
                uint16_t count) {
  uint8_t setup[8] = {type,         6,          value & 0xFF, value >> 8,
                      index & 0xFF, index >> 8, count & 0xFF, count >> 8};
  struct transfer *transfer = submit(device, 0x80, setup, NULL, count);
  transfer->origin = ENUMERATION;
  transfer->question = question;
  device->unanswered++;
}

static void free_transfer(struct transfer *transfer) {
  g_clear_object(&transfer->urb);
  g_clear_object(&transfer->buffer);
  g_free(transfer);
}

/* --- usbfs: the node that libusb opens ---------------------------------------------------------- */

static void free_reaper(struct reaper *reaper) {
  g_clear_object(&reaper->slot);
  g_clear_object(&reaper->client);
  g_free(reaper);
}

/* Gives a waiting program the next transfer of its own that is done; false if there is none. */
static bool serve_reaper(struct device *device, UMockdevIoctlClient *client,
                         UMockdevIoctlData *slot) {
  for (struct transfer **at = &device->done; *at; at = &(*at)->next) {
    struct transfer *transfer = *at;
    if (transfer->client != client) continue;
    *at = transfer->next;
    umockdev_ioctl_data_set_ptr(slot, 0, transfer->urb);
    umockdev_ioctl_client_complete(client, 0, 0);
    free_transfer(transfer);
    return true;
  }
  return false;
}

static void serve_reapers(struct device *device) {
  int64_t time = now();
  for (struct reaper **at = &device->reapers; *at;) {
    struct reaper *reaper = *at;
    bool served = serve_reaper(device, reaper->client, reaper->slot);
    if (!served && device->cable < 0) {
      umockdev_ioctl_client_complete(reaper->client, -1, ENODEV);
      served = true;
    } else if (!served && reaper->until >= 0 && time >= reaper->until) {
      umockdev_ioctl_client_complete(reaper->client, -1, EAGAIN);
      served = true;
    }
    if (served) {
      *at = reaper->next;
      free_reaper(reaper);
    } else {
      at = &reaper->next;
    }
  }
}

/* A program's transfer has ended: it may be reaped. */
static void finish(struct device *device, struct transfer *transfer, int status, int moved,
                   const uint8_t *data) {
  struct usbdevfs_urb *urb = (void *)transfer->urb->data;
  if (data && transfer->buffer) {
    int room = urb->buffer_length - (urb->type == USBDEVFS_URB_TYPE_CONTROL ? 8 : 0);
    if (moved > room) {
      /* More than was asked for: a device that babbles. */
      moved = room;
      status = -EOVERFLOW;
    }
    int offset = urb->type == USBDEVFS_URB_TYPE_CONTROL ? 8 : 0;
    umockdev_ioctl_data_update(transfer->buffer, offset, (guint8 *)data, moved);
  }
  int32_t words[2] = {status, moved};
  umockdev_ioctl_data_update(transfer->urb, offsetof(struct usbdevfs_urb, status),
                             (guint8 *)&words[0], 4);
  umockdev_ioctl_data_update(transfer->urb, offsetof(struct usbdevfs_urb, actual_length),
                             (guint8 *)&words[1], 4);
  transfer->next = NULL;
  struct transfer **last = &device->done;
  while (*last) last = &(*last)->next;
  *last = transfer;
  serve_reapers(device);
}

static bool claim(struct device *device, UMockdevIoctlClient *client, unsigned interface) {
  if (interface > 255) {
    umockdev_ioctl_client_complete(client, -1, EINVAL);
  } else if (device->isHeld || (device->claims[interface] && device->claims[interface] != client)) {
    tell(device, "claim-refused %u", interface);
    umockdev_ioctl_client_complete(client, -1, EBUSY);
  } else {
    if (!device->claims[interface]) tell(device, "claim %u", interface);
    device->claims[interface] = client;
    umockdev_ioctl_client_complete(client, 0, 0);
  }
  return true;
}

static void submit_urb(struct device *device, UMockdevIoctlClient *client, UMockdevIoctlData *arg) {
  UMockdevIoctlData *data =
      umockdev_ioctl_data_resolve(arg, 0, sizeof(struct usbdevfs_urb), NULL);
  struct usbdevfs_urb *urb = (void *)data->data;
  int length = urb->buffer_length;
  bool isControl = urb->type == USBDEVFS_URB_TYPE_CONTROL;
  if (length < 0 || length > 1 << 20 || (isControl && length < 8)) {
    umockdev_ioctl_client_complete(client, -1, EINVAL);
    g_object_unref(data);
    return;
  }
  UMockdevIoctlData *buffer = NULL;
  if (length > 0) {
    buffer = umockdev_ioctl_data_resolve(data, offsetof(struct usbdevfs_urb, buffer), length, NULL);
  }
  const uint8_t *bytes = buffer ? buffer->data : NULL;
  struct transfer *transfer;
  if (isControl) {
    uint8_t endpoint = bytes[0] & 0x80;
    uint16_t count = bytes[6] | bytes[7] << 8;
    if (count > length - 8) count = length - 8;
    transfer = submit(device, endpoint, bytes, bytes + 8, count);
  } else {
    transfer = submit(device, urb->endpoint, NULL, bytes, length);
  }
  transfer->origin = PROGRAM;
  transfer->client = client;
  transfer->urb = data;
  transfer->buffer = buffer;
  umockdev_ioctl_client_complete(client, 0, 0);
}

static void discard_urb(struct device *device, UMockdevIoctlClient *client,
                        UMockdevIoctlData *arg) {
  gulong address;
  memcpy(&address, arg->data, sizeof address);
  for (struct transfer *transfer = device->pending; transfer; transfer = transfer->next) {
    if (transfer->client != client || transfer->urb->client_addr != address) continue;
    if (!transfer->unlinking) unlink_transfer(device, transfer);
    umockdev_ioctl_client_complete(client, 0, 0);
    return;
  }
  umockdev_ioctl_client_complete(client, -1, EINVAL);
}

static void reap(struct device *device, UMockdevIoctlClient *client, UMockdevIoctlData *arg,
                 bool waits) {
  UMockdevIoctlData *slot = umockdev_ioctl_data_resolve(arg, 0, sizeof(void *), NULL);
  if (serve_reaper(device, client, slot)) {
    g_object_unref(slot);
    return;
  }
  if (device->cable < 0) {
    umockdev_ioctl_client_complete(client, -1, ENODEV);
    g_object_unref(slot);
    return;
  }
  struct reaper *reaper = g_new0(struct reaper, 1);
  /* umockdev lets go of a client whose ioctl was not completed at once. */
  reaper->client = g_object_ref(client);
  reaper->slot = slot;
  reaper->until = waits ? -1 : now() + REAP_MILLISECONDS;
  reaper->next = device->reapers;
  device->reapers = reaper;
  stir();
}

/* An ioctl that needs nothing but an answer; -1 if it is another one. */
static int simple_ioctl(struct device *device, gulong request, UMockdevIoctlData *arg) {
  unsigned words[2] = {0};
  UMockdevIoctlData *data = NULL;
  size_t size = _IOC_SIZE(request);
  if (size >= 4 && size <= 8) {
    data = umockdev_ioctl_data_resolve(arg, 0, size, NULL);
    memcpy(words, data->data, size);
  }
  int answer = 0;
  switch (request) {
  case USBDEVFS_GET_CAPABILITIES: {
    uint32_t can = USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_NO_PACKET_SIZE_LIM |
                   USBDEVFS_CAP_REAP_AFTER_DISCONNECT;
    umockdev_ioctl_data_update(data, 0, (guint8 *)&can, 4);
    break;
  }
  case USBDEVFS_SETCONFIGURATION:
    tell(device, "set-configuration");
    order(device, 0x00, 9, words[0], 0);
    break;
  case USBDEVFS_SETINTERFACE: order(device, 0x01, 11, words[1], words[0]); break;
  case USBDEVFS_CLEAR_HALT:
  case USBDEVFS_RESETEP: order(device, 0x02, 1, 0, words[0]); break;
  default: answer = -1;
  }
  g_clear_object(&data);
  return answer;
}

static gboolean on_usb_ioctl(UMockdevIoctlBase *base, UMockdevIoctlClient *client,
                             struct device *device) {
  (void)base;
  gulong request = umockdev_ioctl_client_get_request(client) & 0xFFFFFFFF;
  UMockdevIoctlData *arg = umockdev_ioctl_client_get_arg(client);
  g_mutex_lock(&lock);
  if (request == USBDEVFS_REAPURB || request == USBDEVFS_REAPURBNDELAY) {
    reap(device, client, arg, request == USBDEVFS_REAPURB);
  } else if (device->cable < 0) {
    umockdev_ioctl_client_complete(client, -1, ENODEV);
  } else if (request == USBDEVFS_SUBMITURB) {
    submit_urb(device, client, arg);
  } else if (request == USBDEVFS_DISCARDURB) {
    discard_urb(device, client, arg);
  } else if (request == USBDEVFS_CLAIMINTERFACE || request == USBDEVFS_RELEASEINTERFACE ||
             request == USBDEVFS_DISCONNECT_CLAIM) {
    UMockdevIoctlData *data = umockdev_ioctl_data_resolve(arg, 0, 4, NULL);
    unsigned interface;
    memcpy(&interface, data->data, 4);
    g_object_unref(data);
    if (request != USBDEVFS_RELEASEINTERFACE) {
      claim(device, client, interface);
    } else {
      if (interface < 256 && device->claims[interface] == client) {
        device->claims[interface] = NULL;
        tell(device, "release %u", interface);
      }
      umockdev_ioctl_client_complete(client, 0, 0);
    }
  } else if (request == USBDEVFS_GETDRIVER || request == USBDEVFS_IOCTL) {
    /* No driver of the kernel is bound; to bind one again is agreed to. */
    umockdev_ioctl_client_complete(client, -1, ENODATA);
  } else if (request == USBDEVFS_RESET) {
    tell(device, "reset");
    umockdev_ioctl_client_complete(client, 0, 0);
  } else if (request == USBDEVFS_GET_SPEED) {
    umockdev_ioctl_client_complete(client, 2, 0); /* full */
  } else if (simple_ioctl(device, request, arg) == 0) {
    umockdev_ioctl_client_complete(client, 0, 0);
  } else {
    umockdev_ioctl_client_complete(client, -1, ENOTTY);
  }
  g_mutex_unlock(&lock);
  return TRUE;
}

/* A program closed the node, or ended: what it held is free, what it wanted is given up. */
static void on_usb_vanished(UMockdevIoctlBase *base, UMockdevIoctlClient *client,
                            struct device *device) {
  (void)base;
  g_mutex_lock(&lock);
  for (int interface = 0; interface < 256; interface++) {
    if (device->claims[interface] != client) continue;
    device->claims[interface] = NULL;
    tell(device, "release %d", interface);
  }
  for (struct transfer *transfer = device->pending; transfer; transfer = transfer->next) {
    if (transfer->client != client) continue;
    transfer->client = NULL;
    transfer->origin = FORGOTTEN;
    if (device->cable >= 0 && !transfer->unlinking) unlink_transfer(device, transfer);
  }
  for (struct transfer **at = &device->done; *at;) {
    struct transfer *transfer = *at;
    if (transfer->client == client) {
      *at = transfer->next;
      free_transfer(transfer);
    } else {
      at = &transfer->next;
    }
  }
  for (struct reaper **at = &device->reapers; *at;) {
    struct reaper *reaper = *at;
    if (reaper->client == client) {
      *at = reaper->next;
      free_reaper(reaper);
    } else {
      at = &reaper->next;
    }
  }
  g_mutex_unlock(&lock);
}

#include "umockinput.h"

/* --- Plugging in and out ------------------------------------------------------------------------ */

/* Strings of a device, or NULL; anything that would break a line of umockdev's is replaced. */
static char *string_of(struct device *device, int question) {
  GByteArray *answer = device->answers[question];
  if (!answer || answer->len < 4 || answer->data[1] != 3) return NULL;
  char *text = g_utf16_to_utf8((const gunichar2 *)(answer->data + 2), (answer->len - 2) / 2, NULL,
                               NULL, NULL);
  for (char *at = text; at && *at; at++) {
    if ((unsigned char)*at < 0x20 || *at == '\\') *at = '_';
  }
  return text;
}

/* ID_USB_INTERFACES as udev's usb_id makes it, from whatever the configuration says. */
static GString *interfaces_of(const GByteArray *configuration) {
  GString *list = g_string_new(":");
  for (guint at = 0; configuration && at + 2 <= configuration->len;) {
    guint8 length = configuration->data[at];
    if (length < 2) break;
    if (configuration->data[at + 1] == 4 && at + 8 <= configuration->len) {
      const guint8 *bytes = configuration->data + at;
      char item[8];
      snprintf(item, sizeof item, "%02x%02x%02x:", bytes[5], bytes[6], bytes[7]);
      if (!strstr(list->str, item)) g_string_append(list, item);
    }
    at += length;
  }
  return list;
}

/* The root hub of a bus, without which libusb knows no ports. */
static void add_hub(int bus) {
  static bool isThere[10];
  if (bus < 1 || bus > 9 || isThere[bus]) return;
  isThere[bus] = true;
  char *text = g_strdup_printf(
      "P: /devices/pci0000:00/usb%d\nN: bus/usb/%03d/001\n"
      "E: DEVTYPE=usb_device\nE: SUBSYSTEM=usb\nE: DEVNAME=/dev/bus/usb/%03d/001\n"
      "E: BUSNUM=%03d\nE: DEVNUM=001\nE: MAJOR=189\nE: MINOR=%d\n"
      "A: busnum=%d\\n\nA: devnum=1\\n\nA: speed=480\\n\nA: bConfigurationValue=1\n"
      "A: idVendor=1d6b\\n\nA: idProduct=0002\\n\n"
      "H: descriptors=12010002090001406B1D020010010302010109021900010100E0000904000001090000"
      "000705810304000C\n",
      bus, bus, bus, bus, (bus - 1) * 128, bus);
  add(text, "root hub");
  g_free(text);
}

/* All questions are answered: the nodes are made. */
static void appear(struct device *device) {
  GByteArray *first = device->answers[ASK_DEVICE];
  GByteArray *configuration = device->answers[ASK_CONFIGURATION];
  uint8_t bytes[18] = {0};
  if (first) memcpy(bytes, first->data, MIN(first->len, sizeof bytes));
  char *maker = bytes[14] ? string_of(device, ASK_STRING_1) : NULL;
  char *model = bytes[15] ? string_of(device, ASK_STRING_2) : NULL;
  char *serial = bytes[16] ? string_of(device, ASK_STRING_3) : NULL;
  int bus = atoi(device->port);
  add_hub(bus);
  snprintf(device->node, sizeof device->node, "/dev/bus/usb/%03d/%03d", bus, device->number);
  snprintf(device->path, sizeof device->path, "/devices/pci0000:00/usb%d/%s", bus, device->port);
  unsigned vendor = bytes[8] | bytes[9] << 8, product = bytes[10] | bytes[11] << 8;
  GString *list = interfaces_of(configuration);
  bool isPrinter = strstr(list->str, ":0701") || (vendor == 0x04b8 && product == 0x0202);

  GString *text = g_string_new(NULL);
  g_string_append_printf(
      text,
      "P: %s\nN: %s\nE: DEVTYPE=usb_device\nE: SUBSYSTEM=usb\nE: DRIVER=usb\nE: DEVNAME=%s\n"
      "E: BUSNUM=%03d\nE: DEVNUM=%03d\nE: MAJOR=189\nE: MINOR=%d\nE: PRODUCT=%x/%x/100\n"
      "E: ID_VENDOR_ID=%04x\nE: ID_MODEL_ID=%04x\nE: ID_USB_INTERFACES=%s\n"
      "E: ID_PATH=pci-0000:00-usb-0:%s\n",
      device->path, device->node + 5, device->node, bus, device->number,
      (bus - 1) * 128 + device->number - 1, vendor, product, vendor, product, list->str,
      strchr(device->port, '-') + 1);
  if (serial) g_string_append_printf(text, "E: ID_SERIAL_SHORT=%s\nA: serial=%s\\n\n", serial, serial);
  if (maker) g_string_append_printf(text, "A: manufacturer=%s\\n\n", maker);
  if (model) g_string_append_printf(text, "A: product=%s\\n\n", model);
  /* What the till's own udev rules would say. */
  if (isPrinter) g_string_append(text, "E: TILLD_DEVICE=printer\n");
  g_string_append_printf(
      text,
      "A: dev=189:%d\\n\nA: busnum=%d\\n\nA: devnum=%d\\n\nA: devpath=%s\\n\nA: speed=12\\n\n"
      "A: bNumConfigurations=%d\\n\nA: bConfigurationValue=%s\\n\nA: idVendor=%04x\\n\n"
      "A: idProduct=%04x\\n\nH: descriptors=",
      (bus - 1) * 128 + device->number - 1, bus, device->number, strchr(device->port, '-') + 1,
      bytes[17],
      configuration ? "1" : "", vendor, product);
  for (guint at = 0; first && at < first->len; at++) {
    g_string_append_printf(text, "%02X", first->data[at]);
  }
  for (guint at = 0; configuration && at < configuration->len; at++) {
    g_string_append_printf(text, "%02X", configuration->data[at]);
  }
  g_string_append(text, "\n");

  /* The handler first: the uevent goes out while the device is added, and a program that opens the
     node before it is answered would get the bare file. */
  device->handler = umockdev_ioctl_base_new();
  g_signal_connect(device->handler, "handle-ioctl", G_CALLBACK(on_usb_ioctl), device);
  g_signal_connect(device->handler, "client-vanished", G_CALLBACK(on_usb_vanished), device);
  find_input(device, configuration, vendor, product, model ? model : "device", serial);
  g_mutex_unlock(&lock);
  GError *error = NULL;
  if (!umockdev_testbed_attach_ioctl(testbed, device->node, device->handler, &error)) {
    fprintf(stderr, "umockbridge: %s: %s\n", device->node, error->message);
    g_clear_error(&error);
  }
  add(text->str, device->port);
  add_input(device, maker, model, serial, vendor, product);
  g_mutex_lock(&lock);
  order(device, 0x00, 9, 1, 0);
  start_polling(device);
  g_string_free(text, TRUE);
  g_string_free(list, TRUE);
  g_free(maker);
  g_free(model);
  g_free(serial);
}

/* The cable was pulled: what waits ends with ENODEV, then the nodes go. */
static void vanish(struct device *device) {
  close(device->cable);
  device->cable = -1;
  while (device->pending) {
    struct transfer *transfer = device->pending;
    device->pending = transfer->next;
    if (transfer->origin == PROGRAM) {
      finish(device, transfer, -ENODEV, 0, NULL);
    } else {
      free_transfer(transfer);
    }
  }
  serve_reapers(device);
  bool wasThere = device->handler != NULL;
  g_mutex_unlock(&lock);
  if (wasThere) {
    char sys[768];
    remove_input(device);
    umockdev_testbed_detach_ioctl(testbed, device->node, NULL);
    snprintf(sys, sizeof sys, "/sys%s", device->path);
    umockdev_testbed_uevent(testbed, sys, "remove");
    umockdev_testbed_remove_device(testbed, sys);
  }
  g_mutex_lock(&lock);
}

static void begin(int cable, const char *port) {
  int slot = 0;
  for (; slot < DEVICES; slot++) {
    struct device *old = devices[slot];
    if (old && old->cable >= 0 && strcmp(old->port, port) == 0) vanish(old);
    /* A device that went stays as it is: programs may hold its node open. */
    if (old && old->cable < 0) devices[slot] = NULL;
  }
  for (slot = 0; slot < DEVICES && devices[slot]; slot++) {
  }
  if (slot == DEVICES || !strchr(port, '-')) {
    close(cable);
    return;
  }
  struct device *device = g_new0(struct device, 1);
  device->cable = cable;
  device->number = 2 + devices_made++ % 125;
  device->input = g_byte_array_new();
  device->waiting = g_byte_array_new();
  device->master = device->slave = -1;
  device->clock = CLOCK_REALTIME;
  device->scanCodes = true;
  g_strlcpy(device->port, port, sizeof device->port);
  devices[slot] = device;
  ask(device, ASK_DEVICE, 0x80, 0x0100, 0, 18);
  ask(device, ASK_CONFIGURATION, 0x80, 0x0200, 0, DESCRIPTOR_LIMIT);
  ask(device, ASK_STRING_1, 0x80, 0x0301, 0x0409, 255);
  ask(device, ASK_STRING_2, 0x80, 0x0302, 0x0409, 255);
  ask(device, ASK_STRING_3, 0x80, 0x0303, 0x0409, 255);
  ask(device, ASK_REPORT, 0x81, 0x2200, 0, 4096);
}

/* --- The devices' answers ------------------------------------------------------------------------ */

static void answered(struct device *device, struct transfer *transfer, int status, int moved,
                     const uint8_t *data) {
  switch (transfer->origin) {
  case PROGRAM:
    if (transfer->unlinking && status == -ECONNRESET) status = -ENOENT;
    finish(device, transfer, status, moved, data);
    return;
  case ENUMERATION:
    if (status == 0 && moved > 0) {
      GByteArray *bytes = g_byte_array_append(g_byte_array_new(), data, moved);
      device->answers[transfer->question] = bytes;
    }
    free_transfer(transfer);
    if (--device->unanswered == 0) appear(device);
    return;
  case POLL:
    free_transfer(transfer);
    if (status == 0) take_input(device, data, moved);
    if (device->cable >= 0) start_polling(device);
    return;
  case FORGOTTEN: free_transfer(transfer);
  }
}

static struct transfer *remove_pending(struct device *device, uint32_t sequence) {
  for (struct transfer **at = &device->pending; *at; at = &(*at)->next) {
    struct transfer *transfer = *at;
    if (transfer->sequence != sequence) continue;
    *at = transfer->next;
    transfer->next = NULL;
    return transfer;
  }
  return NULL;
}

/* The transfer that was given up by the request of this sequence. */
static struct transfer *remove_unlinked(struct device *device, uint32_t sequence) {
  for (struct transfer *transfer = device->pending; transfer; transfer = transfer->next) {
    if (transfer->unlinking == sequence) return remove_pending(device, transfer->sequence);
  }
  return NULL;
}

static void receive(struct device *device) {
  uint8_t buffer[65536];
  ssize_t count = recv(device->cable, buffer, sizeof buffer, MSG_DONTWAIT);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (count <= 0) {
    vanish(device);
    return;
  }
  g_byte_array_append(device->input, buffer, count);
  while (device->cable >= 0 && device->input->len >= HEADER_BYTES) {
    const uint8_t *header = device->input->data;
    uint32_t command = get(header), sequence = get(header + 4), used = HEADER_BYTES;
    int status = (int32_t)get(header + 20), moved = (int32_t)get(header + 24);
    struct transfer *transfer = NULL;
    uint8_t *data = NULL;
    if (command == 3) {
      for (transfer = device->pending; transfer && transfer->sequence != sequence;) {
        transfer = transfer->next;
      }
      bool brings = transfer && transfer->endpoint & 0x80 && moved > 0;
      if (brings) used += moved;
      if (device->input->len < used) return;
      if (brings) data = g_memdup2(header + HEADER_BYTES, moved);
      transfer = remove_pending(device, sequence);
    } else if (command == 4 && status != 0) {
      transfer = remove_unlinked(device, sequence);
      /* What had come in went with it. */
      if (transfer && transfer->endpoint & 0x80) moved = 0;
    }
    g_byte_array_remove_range(device->input, 0, used);
    if (transfer) answered(device, transfer, status, moved, data);
    g_free(data);
  }
}

/* --- The rig's orders ------------------------------------------------------------------------------ */

static const char *obey(char *line) {
  char verb[16] = "", port[24] = "", word[16] = "";
  sscanf(line, "%15s %23s %15s", verb, port, word);
  for (int slot = 0; slot < DEVICES; slot++) {
    struct device *device = devices[slot];
    if (!device || device->cable < 0 || strcmp(device->port, port) != 0) continue;
    if (strcmp(verb, "busy") == 0) {
      device->isHeld = strcmp(word, "on") == 0;
      return "ok\n";
    }
    if (strcmp(verb, "drop") == 0 && device->input_kind == KEYBOARD) {
      push_event(device, EV_SYN, SYN_DROPPED, 0);
      push_event(device, EV_SYN, SYN_REPORT, 0);
      return "ok\n";
    }
    return "no there is no such order for it\n";
  }
  return "no there is no device at this port\n";
}

static void receive_control(void) {
  static char input[1024];
  static size_t filled;
  ssize_t count = recv(control, input + filled, sizeof input - 1 - filled, MSG_DONTWAIT);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (count <= 0) {
    close(control);
    control = -1;
    filled = 0;
    return;
  }
  filled += count;
  input[filled] = 0;
  for (char *end; (end = strchr(input, '\n'));) {
    *end = 0;
    const char *answer = obey(input);
    send_all(control, answer, strlen(answer));
    filled -= end + 1 - input;
    memmove(input, end + 1, filled + 1);
  }
}

/* The first line of a connection, read byte by byte: what follows it is another language. */
static void greet(int connection) {
  char line[64];
  size_t count = 0;
  struct timeval patience = {2, 0};
  setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  while (count < sizeof line - 1 && recv(connection, line + count, 1, 0) == 1) {
    if (line[count] == '\n') break;
    count++;
  }
  line[count] = 0;
  if (strcmp(line, "control") == 0 && control < 0) {
    control = connection;
  } else if (strncmp(line, "device ", 7) == 0) {
    begin(connection, line + 7);
  } else {
    close(connection);
  }
}

/* --- The main thread --------------------------------------------------------------------------------- */

static int listen_at(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) return -1;
  strcpy(address.sun_path, path);
  unlink(path);
  int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind(descriptor, (struct sockaddr *)&address, sizeof address) < 0) return -1;
  return listen(descriptor, 16) < 0 ? -1 : descriptor;
}

static void serve(int listener) {
  while (true) {
    struct pollfd entries[4 + 2 * DEVICES] = {
        {STDIN_FILENO, POLLIN, 0}, {wake_up, POLLIN, 0}, {listener, POLLIN, 0}};
    struct device *owners[4 + 2 * DEVICES] = {0};
    int count = 4, patience = 1000;
    g_mutex_lock(&lock);
    entries[3] = (struct pollfd){control, POLLIN, 0};
    for (int slot = 0; slot < DEVICES; slot++) {
      struct device *device = devices[slot];
      if (!device) continue;
      if (device->reapers) patience = 1;
      if (device->waiting->len > 0) patience = 1;
      if (device->cable < 0) continue;
      owners[count] = device;
      entries[count++] = (struct pollfd){device->cable, POLLIN, 0};
      owners[count] = device;
      entries[count++] = (struct pollfd){device->master, POLLIN, 0};
    }
    g_mutex_unlock(&lock);
    if (poll(entries, count, patience) < 0 && errno != EINTR) return;
    if (entries[0].revents) {
      char byte;
      if (read(STDIN_FILENO, &byte, 1) <= 0) return;
    }
    if (entries[1].revents) {
      uint64_t number;
      if (read(wake_up, &number, sizeof number) < 0) { /* another turn took it */
      }
    }
    g_mutex_lock(&lock);
    for (int index = 4; index < count; index++) {
      struct device *device = owners[index];
      if (!entries[index].revents || device->cable < 0) continue;
      if (entries[index].fd == device->cable) {
        receive(device);
      } else {
        take_output(device);
      }
    }
    if (entries[3].revents && control >= 0) receive_control();
    if (entries[2].revents) {
      int connection = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
      if (connection >= 0) greet(connection);
    }
    for (int slot = 0; slot < DEVICES; slot++) {
      if (!devices[slot]) continue;
      serve_reapers(devices[slot]);
      flush_input(devices[slot]);
    }
    g_mutex_unlock(&lock);
  }
}

int main(int count, char **words) {
  if (count != 2) {
    fprintf(stderr, "usage: umockbridge SOCKET\n");
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  wake_up = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  testbed = umockdev_testbed_new();
  int listener = listen_at(words[1]);
  if (listener < 0) {
    perror(words[1]);
    return 1;
  }
  char *root = umockdev_testbed_get_root_dir(testbed);
  printf("ready %s\n", root);
  fflush(stdout);
  g_free(root);
  serve(listener);
  /* Programs are told that everything went, and the folder is taken away. */
  g_mutex_lock(&lock);
  for (int slot = 0; slot < DEVICES; slot++) {
    if (devices[slot] && devices[slot]->cable >= 0) vanish(devices[slot]);
  }
  g_mutex_unlock(&lock);
  unlink(words[1]);
  g_object_unref(testbed);
  return 0;
}
