/* The bridge's input nodes: what the kernel's usbhid and cdc-acm make of a scanner's reports.
   Part of umockbridge.c, which includes it once, behind its types and before its plugs.

   A node is the far end of a pseudo-terminal that umockdev made. A serial line is read from it; of
   the others it only says that there is something to read. */

/* The bridge runs under the preload too, for the uevents, and would be asked for its own nodes'
   reads and ioctls: these go to the kernel itself. */
static ssize_t node_write(int descriptor, const void *bytes, size_t count) {
  return syscall(SYS_write, descriptor, bytes, count);
}

static ssize_t node_read(int descriptor, void *bytes, size_t count) {
  return syscall(SYS_read, descriptor, bytes, count);
}

static int node_unread(int descriptor) {
  int count = 0;
  if (descriptor >= 0) syscall(SYS_ioctl, descriptor, FIONREAD, &count);
  return count;
}

static int node_open(const char *path) {
  return syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
}

/* Linux codes of USB keyboard usages from 04 on (HID Usage Tables 1.5, 10). */
static const uint8_t key_codes[] = {
    30, 48, 46, 32, 18, 33,  34,  35,  23,  36,  37,  38,  50,  49,  24,  25,  16,  19, 31, 20, 22,
    47, 17, 45, 21, 44, 2,   3,   4,   5,   6,   7,   8,   9,   10,  11,  28,  1,   14, 15, 57, 12,
    13, 26, 27, 43, 43, 39,  40,  41,  51,  52,  53,  58,  59,  60,  61,  62,  63,  64, 65, 66, 67,
    68, 87, 88, 99, 70, 119, 110, 102, 104, 111, 107, 109, 106, 105, 108, 103, 69,  98, 55, 74, 78,
    96, 79, 80, 81, 75, 76,  77,  71,  72,  73,  82,  83,  86};
static const uint8_t modifier_codes[8] = {29, 42, 56, 125, 97, 54, 100, 126};

static void push_event(struct device *device, uint16_t type, uint16_t code, int32_t value) {
  /* Without a reader the kernel keeps nothing. */
  if (device->readers == 0) return;
  struct timespec time;
  clock_gettime(device->clock, &time);
  struct input_event event = {.type = type, .code = code, .value = value};
  event.input_event_sec = time.tv_sec;
  event.input_event_usec = time.tv_nsec / 1000;
  g_byte_array_append(device->waiting, (guint8 *)&event, sizeof event);
}

static void push_key(struct device *device, uint8_t usage, uint16_t code, int32_t value) {
  if (device->scanCodes) push_event(device, EV_MSC, MSC_SCAN, 0x70000 | usage);
  push_event(device, EV_KEY, code, value);
}

/* A boot report against the one before: keys that went up, then keys that went down. */
static void take_boot_report(struct device *device, const uint8_t *bytes, int count) {
  uint8_t report[8] = {0};
  memcpy(report, bytes, MIN(count, 8));
  uint8_t *before = device->report;
  guint start = device->waiting->len;
  for (int bit = 0; bit < 8; bit++) {
    bool was = before[0] >> bit & 1, is = report[0] >> bit & 1;
    if (was != is) push_key(device, 0xE0 + bit, modifier_codes[bit], is);
  }
  for (int isDown = 0; isDown < 2; isDown++) {
    uint8_t *from = isDown ? report : before, *against = isDown ? before : report;
    for (int at = 2; at < 8; at++) {
      unsigned usage = from[at];
      bool isKey = usage >= 4 && usage - 4 < sizeof key_codes;
      if (isKey && !memchr(against + 2, usage, 6)) {
        push_key(device, usage, key_codes[usage - 4], isDown);
      }
    }
  }
  if (device->waiting->len > start) push_event(device, EV_SYN, SYN_REPORT, 0);
  memcpy(device->report, report, 8);
}

/* Makes a keyboard's or raw node poll as readable, or no longer. What is read is not the byte that
   stands in it: a pseudo-terminal may hand out half an event, and runs reports together. */
static void signal_reader(struct device *device, bool isReadable) {
  char bytes[64];
  if (isReadable && !device->isSignalled) {
    device->isSignalled = node_write(device->master, "!", 1) == 1;
  } else if (!isReadable) {
    device->isSignalled = false;
    while (node_read(device->slave, bytes, sizeof bytes) > 0) {
    }
  }
}

/* Writes what waits into a serial line, as far as its reader has made room. */
static void flush_input(struct device *device) {
  if (device->master < 0 || device->waiting->len == 0) return;
  if (device->input_kind != LINE) {
    signal_reader(device, true);
    return;
  }
  int count = MIN((int)device->waiting->len, LINE_BYTES - node_unread(device->slave));
  if (count <= 0) return;
  ssize_t written = node_write(device->master, device->waiting->data, count);
  if (written > 0) g_byte_array_remove_range(device->waiting, 0, written);
}

static void take_input(struct device *device, const uint8_t *bytes, int count) {
  if (count <= 0) return;
  switch (device->input_kind) {
  case KEYBOARD: take_boot_report(device, bytes, count); break;
  case RAW:
    if (device->readers > 0) {
      uint8_t report[64] = {0};
      memcpy(report, bytes, MIN(count, 64));
      g_byte_array_append(device->waiting, report, 64);
    }
    break;
  case LINE: g_byte_array_append(device->waiting, bytes, count); break;
  case NO_INPUT: break;
  }
  flush_input(device);
}

/* What a program wrote into the node: lights of a keyboard, bytes for a serial line. */
static void take_output(struct device *device) {
  uint8_t bytes[4096];
  ssize_t count = node_read(device->master, bytes, sizeof bytes);
  if (count <= 0) return;
  if (device->input_kind == LINE && device->out_endpoint) {
    submit(device, device->out_endpoint, NULL, bytes, count)->origin = FORGOTTEN;
  }
  if (device->input_kind != KEYBOARD) return;
  for (size_t at = 0; at + sizeof(struct input_event) <= (size_t)count;
       at += sizeof(struct input_event)) {
    struct input_event event;
    memcpy(&event, bytes + at, sizeof event);
    if (event.type != EV_LED || event.code > 7) continue;
    device->lights &= ~(1 << event.code);
    if (event.value) device->lights |= 1 << event.code;
  }
}

/* Asks for the next report, as the kernel does all the time. */
static void start_polling(struct device *device) {
  if (device->input_kind == NO_INPUT || !device->poll_endpoint) return;
  submit(device, device->poll_endpoint, NULL, NULL, 64)->origin = POLL;
}

/* --- ioctls of the nodes ------------------------------------------------------------------------ */

static void answer_bytes(UMockdevIoctlClient *client, UMockdevIoctlData *arg, size_t size,
                         const void *bytes, size_t count) {
  UMockdevIoctlData *data = size ? umockdev_ioctl_data_resolve(arg, 0, size, NULL) : NULL;
  if (data) {
    guint8 *padded = g_malloc0(size);
    memcpy(padded, bytes, MIN(count, size));
    umockdev_ioctl_data_update(data, 0, padded, size);
    g_free(padded);
    g_object_unref(data);
  }
  umockdev_ioctl_client_complete(client, MIN(count, size), 0);
}

static void set_bit(uint8_t *bits, unsigned number) { bits[number / 8] |= 1 << number % 8; }

/* EVIOCGBIT: which types, or which codes of a type, the node has. */
static void answer_bits(UMockdevIoctlClient *client, UMockdevIoctlData *arg, size_t size,
                        unsigned type) {
  uint8_t bits[96] = {0};
  switch (type) {
  case 0:
    set_bit(bits, EV_SYN);
    set_bit(bits, EV_KEY);
    set_bit(bits, EV_MSC);
    set_bit(bits, EV_LED);
    set_bit(bits, EV_REP);
    break;
  case EV_KEY:
    for (size_t at = 0; at < sizeof key_codes; at++) set_bit(bits, key_codes[at]);
    for (size_t at = 0; at < 8; at++) set_bit(bits, modifier_codes[at]);
    break;
  case EV_MSC: set_bit(bits, MSC_SCAN); break;
  case EV_LED: bits[0] = 0x1F; break;
  case EV_REP: bits[0] = 0x03; break;
  }
  answer_bytes(client, arg, size, bits, sizeof bits);
}

static void grab(struct device *device, UMockdevIoctlClient *client, bool wants) {
  if (!wants) {
    bool had = device->grabber == client;
    if (had) device->grabber = NULL;
    if (had) tell(device, "ungrab");
    umockdev_ioctl_client_complete(client, had ? 0 : -1, had ? 0 : EINVAL);
  } else if (device->isHeld || device->grabber) {
    tell(device, "grab-refused");
    umockdev_ioctl_client_complete(client, -1, EBUSY);
  } else {
    device->grabber = client;
    tell(device, "grab");
    umockdev_ioctl_client_complete(client, 0, 0);
  }
}

static void keyboard_ioctl(struct device *device, UMockdevIoctlClient *client,
                           UMockdevIoctlData *arg, gulong request) {
  unsigned number = _IOC_NR(request);
  size_t size = _IOC_SIZE(request);
  uint8_t keys[96] = {0};
  gulong value = 0;
  memcpy(&value, arg->data, sizeof value);
  if (number == _IOC_NR(EVIOCGVERSION)) {
    int version = EV_VERSION;
    answer_bytes(client, arg, size, &version, 4);
  } else if (number == _IOC_NR(EVIOCGID)) {
    GByteArray *first = device->answers[ASK_DEVICE];
    struct input_id id = {.bustype = BUS_USB, .version = 0x111};
    if (first && first->len >= 12) memcpy(&id.vendor, first->data + 8, 4);
    answer_bytes(client, arg, size, &id, sizeof id);
  } else if (number == _IOC_NR(EVIOCGREP)) {
    unsigned repeat[2] = {250, 33};
    answer_bytes(client, arg, size, repeat, sizeof repeat);
  } else if (number == _IOC_NR(EVIOCGNAME(0))) {
    GByteArray *model = device->answers[ASK_STRING_2];
    char name[128] = "scanner";
    for (guint at = 2; model && at < model->len && at / 2 < sizeof name; at += 2) {
      name[at / 2 - 1] = model->data[at];
      name[at / 2] = 0;
    }
    answer_bytes(client, arg, size, name, strlen(name) + 1);
  } else if (number == _IOC_NR(EVIOCGPHYS(0)) || number == _IOC_NR(EVIOCGUNIQ(0))) {
    umockdev_ioctl_client_complete(client, -1, ENOENT);
  } else if (number == _IOC_NR(EVIOCGKEY(0))) {
    answer_bytes(client, arg, size, keys, sizeof keys);
  } else if (number == _IOC_NR(EVIOCGLED(0))) {
    answer_bytes(client, arg, size, &device->lights, 1);
  } else if (number == _IOC_NR(EVIOCGRAB)) {
    grab(device, client, value != 0);
  } else if (number == _IOC_NR(EVIOCSCLOCKID)) {
    UMockdevIoctlData *data = umockdev_ioctl_data_resolve(arg, 0, 4, NULL);
    memcpy(&device->clock, data->data, 4);
    g_object_unref(data);
    umockdev_ioctl_client_complete(client, 0, 0);
  } else if (number == _IOC_NR(EVIOCSMASK)) {
    UMockdevIoctlData *data = umockdev_ioctl_data_resolve(arg, 0, 16, NULL);
    uint32_t type;
    memcpy(&type, data->data, 4);
    g_object_unref(data);
    if (type == EV_MSC) device->scanCodes = false;
    umockdev_ioctl_client_complete(client, 0, 0);
  } else if (number >= _IOC_NR(EVIOCGBIT(0, 0)) && number < _IOC_NR(EVIOCGBIT(0, 0)) + EV_CNT) {
    answer_bits(client, arg, size, number - _IOC_NR(EVIOCGBIT(0, 0)));
  } else {
    answer_bytes(client, arg, size, keys, sizeof keys);
  }
}

static void raw_ioctl(struct device *device, UMockdevIoctlClient *client, UMockdevIoctlData *arg,
                      gulong request) {
  GByteArray *report = device->answers[ASK_REPORT];
  uint32_t size = report ? report->len : 0;
  if (request == HIDIOCGRDESCSIZE) {
    answer_bytes(client, arg, 4, &size, 4);
  } else if (request == HIDIOCGRDESC) {
    struct hidraw_report_descriptor *answer = g_new0(struct hidraw_report_descriptor, 1);
    answer->size = MIN(size, sizeof answer->value);
    if (report) memcpy(answer->value, report->data, answer->size);
    answer_bytes(client, arg, sizeof *answer, answer, sizeof *answer);
    g_free(answer);
  } else {
    umockdev_ioctl_client_complete(client, -1, EINVAL);
  }
}

static gboolean on_input_ioctl(UMockdevIoctlBase *base, UMockdevIoctlClient *client,
                               struct device *device) {
  (void)base;
  gulong request = umockdev_ioctl_client_get_request(client) & 0xFFFFFFFF;
  /* A pseudo-terminal answers the rest as what it is. */
  if (_IOC_TYPE(request) != 'E' && _IOC_TYPE(request) != 'H') return FALSE;
  UMockdevIoctlData *arg = umockdev_ioctl_client_get_arg(client);
  g_mutex_lock(&lock);
  if (device->cable < 0) {
    umockdev_ioctl_client_complete(client, -1, ENODEV);
  } else if (device->input_kind == KEYBOARD && _IOC_TYPE(request) == 'E') {
    keyboard_ioctl(device, client, arg, request);
  } else {
    raw_ioctl(device, client, arg, request);
  }
  g_mutex_unlock(&lock);
  return TRUE;
}

/* read(2) of a keyboard or a raw node: whole events, or one report; ENODEV once it is unplugged.

   Whether the program would block cannot be seen here: it is expected to poll first. */
static gboolean on_input_read(UMockdevIoctlBase *base, UMockdevIoctlClient *client,
                              struct device *device) {
  (void)base;
  if (device->input_kind == LINE) return FALSE;
  UMockdevIoctlData *arg = umockdev_ioctl_client_get_arg(client);
  g_mutex_lock(&lock);
  int room = arg->data_len, unit = 64;
  if (device->input_kind == KEYBOARD) {
    unit = sizeof(struct input_event);
    room -= room % unit;
  }
  int count = MIN((int)device->waiting->len, room);
  if (device->input_kind == RAW && device->waiting->len > 0) count = MIN(unit, room);
  if (device->cable < 0) {
    umockdev_ioctl_client_complete(client, -1, device->input_kind == KEYBOARD ? ENODEV : EIO);
  } else if (device->grabber && device->grabber != client) {
    umockdev_ioctl_client_complete(client, -1, EAGAIN);
  } else if (room < 1) {
    umockdev_ioctl_client_complete(client, -1, EINVAL);
  } else if (count == 0) {
    signal_reader(device, false);
    umockdev_ioctl_client_complete(client, -1, EAGAIN);
  } else {
    umockdev_ioctl_data_update(arg, 0, device->waiting->data, count);
    g_byte_array_remove_range(device->waiting, 0,
                              device->input_kind == RAW ? MIN(unit, (int)device->waiting->len) : count);
    if (device->waiting->len == 0) signal_reader(device, false);
    umockdev_ioctl_client_complete(client, count, 0);
  }
  g_mutex_unlock(&lock);
  return TRUE;
}

static void on_input_connected(UMockdevIoctlBase *base, UMockdevIoctlClient *client,
                               struct device *device) {
  (void)base;
  (void)client;
  g_mutex_lock(&lock);
  device->readers++;
  g_mutex_unlock(&lock);
}

static void on_input_vanished(UMockdevIoctlBase *base, UMockdevIoctlClient *client,
                              struct device *device) {
  (void)base;
  g_mutex_lock(&lock);
  device->readers--;
  if (device->grabber == client) {
    device->grabber = NULL;
    tell(device, "ungrab");
  }
  g_mutex_unlock(&lock);
}

/* --- Nodes ----------------------------------------------------------------------------------------- */

/* What the configuration makes of the device, as the kernel's drivers would bind to it. */
static void find_input(struct device *device, const GByteArray *configuration, unsigned vendor,
                       unsigned product, const char *model, const char *serial) {
  (void)model;
  (void)serial;
  static int made;
  uint8_t number = 0;
  int kind = NO_INPUT;
  for (guint at = 0; configuration && at + 7 <= configuration->len;) {
    const uint8_t *bytes = configuration->data + at;
    if (bytes[0] < 2) break;
    if (bytes[1] == 4 && bytes[0] >= 9 && at + 9 <= configuration->len) {
      if (bytes[5] == 3 && kind == NO_INPUT) {
        kind = bytes[6] == 1 && bytes[7] == 1 ? KEYBOARD : RAW;
        number = bytes[2];
      } else if (bytes[5] == 10) {
        kind = LINE;
        device->poll_endpoint = 0;
      }
    } else if (bytes[1] == 5) {
      bool isWanted = kind == LINE ? (bytes[3] & 3) == 2 : (bytes[3] & 3) == 3;
      if (isWanted && bytes[2] & 0x80 && !device->poll_endpoint) device->poll_endpoint = bytes[2];
      if (isWanted && !(bytes[2] & 0x80)) device->out_endpoint = bytes[2];
    }
    at += bytes[0];
  }
  device->input_kind = kind;
  if (kind == NO_INPUT) return;
  int id = made++;
  char *parent = device->input_parent, *path = device->input_path, *node = device->input_node;
  snprintf(parent, sizeof device->input_parent, "%s/%s:1.%d/0003:%04X:%04X.%04X", device->path, device->port, number,
           vendor, product, id + 1);
  switch (kind) {
  case KEYBOARD:
    snprintf(path, sizeof device->input_path, "%s/input/input%d/event%d", parent, id, id);
    snprintf(node, 64, "/dev/input/event%d", id);
    break;
  case RAW:
    snprintf(path, sizeof device->input_path, "%s/hidraw/hidraw%d", parent, id);
    snprintf(node, 64, "/dev/hidraw%d", id);
    break;
  default:
    snprintf(path, sizeof device->input_path, "%s/%s:1.0/tty/ttyACM%d", device->path, device->port, id);
    snprintf(node, 64, "/dev/ttyACM%d", id);
  }
}

/* What the till's udev rules mark: makers of scanners and of nothing else. */
static bool is_scanner_maker(unsigned vendor) {
  return vendor == 0x0c2e || vendor == 0x05e0 || vendor == 0x05f9 || vendor == 0x23d0;
}

static void add_input(struct device *device, const char *maker, const char *model,
                      const char *serial, unsigned vendor, unsigned product) {
  if (device->input_kind == NO_INPUT) return;
  GString *text = g_string_new(NULL);
  const char *name = model ? model : "device";
  if (device->input_kind != LINE) {
    g_string_append_printf(text, "P: %s\nE: SUBSYSTEM=hid\nE: HID_NAME=%s %s\n", device->input_parent,
                           maker ? maker : "", name);
    g_string_append_printf(text, "E: HID_ID=0003:%08X:%08X\n", vendor, product);
    GByteArray *report = device->answers[ASK_REPORT];
    if (report) {
      g_string_append(text, "H: report_descriptor=");
      for (guint at = 0; at < report->len; at++) {
        g_string_append_printf(text, "%02X", report->data[at]);
      }
      g_string_append(text, "\n");
    }
    g_string_append(text, "\n");
  }
  if (device->input_kind == KEYBOARD) {
    char *slash = strrchr(device->input_path, '/');
    g_string_append_printf(text,
                           "P: %.*s\nE: SUBSYSTEM=input\nE: ID_INPUT=1\nE: ID_INPUT_KEY=1\n"
                           "E: ID_INPUT_KEYBOARD=1\nE: NAME=\"%s\"\nA: name=%s\\n\n\n",
                           (int)(slash - device->input_path), device->input_path, name, name);
  }
  const char *subsystem = device->input_kind == KEYBOARD ? "input"
                          : device->input_kind == RAW    ? "hidraw"
                                                         : "tty";
  int major = device->input_kind == KEYBOARD ? 13 : device->input_kind == RAW ? 242 : 166;
  int minor = atoi(device->input_node + strcspn(device->input_node, "0123456789"));
  if (device->input_kind == KEYBOARD) minor += 64;
  g_string_append_printf(text,
                         "P: %s\nN: %s\nE: SUBSYSTEM=%s\nE: DEVNAME=%s\nE: MAJOR=%d\n"
                         "E: MINOR=%d\nA: dev=%d:%d\\n\nE: ID_VENDOR_ID=%04x\nE: ID_MODEL_ID=%04x\n",
                         device->input_path, device->input_node + 5, subsystem, device->input_node,
                         major, minor, major, minor, vendor, product);
  if (serial) g_string_append_printf(text, "E: ID_SERIAL_SHORT=%s\n", serial);
  if (device->input_kind == KEYBOARD) {
    g_string_append(text, "E: ID_INPUT=1\nE: ID_INPUT_KEY=1\nE: ID_INPUT_KEYBOARD=1\n");
  }
  if (is_scanner_maker(vendor)) g_string_append(text, "E: TILLD_DEVICE=scanner\n");
  g_string_append(text, "E: ID_BUS=usb\n");

  device->input_handler = umockdev_ioctl_base_new();
  g_signal_connect(device->input_handler, "handle-ioctl", G_CALLBACK(on_input_ioctl), device);
  g_signal_connect(device->input_handler, "handle-read", G_CALLBACK(on_input_read), device);
  g_signal_connect(device->input_handler, "client-connected", G_CALLBACK(on_input_connected), device);
  g_signal_connect(device->input_handler, "client-vanished", G_CALLBACK(on_input_vanished), device);
  GError *error = NULL;
  if (!umockdev_testbed_attach_ioctl(testbed, device->input_node, device->input_handler, &error)) {
    fprintf(stderr, "umockbridge: %s: %s\n", device->input_node, error->message);
    g_clear_error(&error);
  }
  add(text->str, device->input_node);
  g_string_free(text, TRUE);
  int master = umockdev_testbed_get_dev_fd(testbed, device->input_node);
  if (master < 0) {
    fprintf(stderr, "umockbridge: %s has no far end\n", device->input_node);
    return;
  }
  fcntl(master, F_SETFL, fcntl(master, F_GETFL) | O_NONBLOCK);
  /* Kept open here, so that what stands unread can be counted and nobody's close hangs it up. */
  device->slave = node_open(ptsname(master));
  device->master = master;
}

static void remove_input(struct device *device) {
  if (device->input_kind == NO_INPUT) return;
  char sys[768];
  int master = device->master, slave = device->slave;
  /* Readers wake up, and are told by the read that it is gone. */
  if (device->input_kind != LINE) signal_reader(device, true);
  device->master = device->slave = -1;
  umockdev_testbed_detach_ioctl(testbed, device->input_node, NULL);
  snprintf(sys, sizeof sys, "/sys%s", device->input_path);
  umockdev_testbed_uevent(testbed, sys, "remove");
  umockdev_testbed_remove_device(testbed, sys);
  if (slave >= 0) syscall(SYS_close, slave);
  /* A line hangs up when its far end is closed; umockdev keeps that open. */
  if (device->input_kind == LINE && master >= 0) syscall(SYS_close, master);
}
