//! Uploads as browsers send them, over a real connection.

use axum::Extension;
use axum::routing::get;
use sqlx::PgPool;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tower_sessions::Session;

use super::*;
use crate::accounts::model::AVATAR_SIDES;
use crate::accounts::testing::{account, sign_in};
use crate::accounts::throttle::AVATAR_BY_USER;
use crate::extract::cookies::with_sessions;
use crate::infra::pictures::{file_name, name_of};
use crate::infra::testing::backend;

/// Two by two pixels of grey.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x02\0\0\0\x02\x08\0\0\0\0\x57\xdd\x52\xf8\
    \0\0\0\x0eIDAT\x78\xda\x63\xd0\x38\xc1\xa0\x71\x02\0\x05\x06\x01\xe1\x11\x75\xab\x41\0\0\0\0IEND\xae\x42\x60\x82";
/// Largest file here, in megabytes.
const LARGEST: u32 = 10;

/// A server with a signed-in user.
struct Shop {
    backend: Backend,
    address: std::net::SocketAddr,
    cookie: String,
}

async fn come_in(State(backend): State<Backend>, Extension(session): Extension<Session>) -> &'static str {
    sign_in(&backend, &session, "ada").await.unwrap();
    "in"
}

impl Shop {
    async fn open(pool: PgPool) -> Self {
        let backend = backend(pool);
        account(&backend, "ada").await;
        let routes = Router::new().route("/in", get(come_in)).merge(routes(LARGEST));
        let routes = with_sessions(routes.with_state(backend.clone()), &backend);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, routes).await });
        let mut shop = Self { backend, address, cookie: String::new() };
        let answer = shop.send("GET /in", "Accept: */*\r\n", b"").await;
        let set = answer.lines().find_map(|line| line.strip_prefix("set-cookie: session=")).unwrap();
        shop.cookie = format!("session={}", set.split(';').next().unwrap());
        shop
    }

    /// The answer to a whole request.
    async fn send(&self, line: &str, headers: &str, body: &[u8]) -> String {
        answer_on(self.begin(line, headers, body.len(), body).await).await
    }

    /// Sends a request of which more was announced than comes.
    async fn begin(&self, line: &str, headers: &str, announced: usize, body: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let cookie = &self.cookie;
        let head = format!(
            "{line} HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\nCookie: {cookie}\r\n\
             Content-Length: {announced}\r\n{headers}\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(body).await.unwrap();
        stream
    }

    /// Uploads a file.
    async fn upload(&self, file: &[u8]) -> String {
        self.send("POST /account/avatar", FORM, &form("avatar", file)).await
    }

    async fn is_stored(&self, file: &[u8]) -> bool {
        let stem = format!("avatars/{}", name_of(file));
        let mut stored = 0;
        for side in AVATAR_SIDES {
            stored += usize::from(self.backend.files.has(&file_name(&stem, side)).await.unwrap());
        }
        stored == AVATAR_SIDES.len()
    }

    /// Whether no file of any upload lies in the store.
    fn is_empty(&self) -> bool {
        let folder = self.backend.settings.vitrine.data_folder.join("media");
        std::fs::read_dir(folder).unwrap().count() == 0
    }
}

async fn answer_on(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    // A connection that is given up has no answer.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

/// What a browser says of the form.
const FORM: &str = "Accept: text/html,*/*;q=0.8\r\nContent-Type: multipart/form-data; boundary=cut-here\r\n";

fn form(field: &str, file: &[u8]) -> Vec<u8> {
    let head = format!(
        "--cut-here\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n\
         --cut-here\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"me.png\"\r\n\
         Content-Type: image/png\r\n\r\n"
    );
    [head.as_bytes(), file, b"\r\n--cut-here--\r\n"].concat()
}

/// A PNG whose header announces more pixels than are taken.
fn bomb() -> Vec<u8> {
    // 30,000 (0x7530) by 30,000 pixels, with the checksum of that header.
    let mut file = PNG.to_vec();
    file[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    file[29..33].copy_from_slice(&BOMB_CHECKSUM);
    file
}

const BOMB_CHECKSUM: [u8; 4] = [0x43, 0x4c, 0xa7, 0x66];

fn leads_to(answer: &str, place: &str) -> bool {
    answer.starts_with("HTTP/1.1 303 ") && answer.contains(&format!("location: {place}\r\n"))
}

#[sqlx::test]
async fn a_picture_is_kept_in_every_size_and_removed_again(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let answer = shop.upload(PNG).await;
    assert!(leads_to(&answer, "/account?saved=avatar"), "{answer}");
    assert!(shop.is_stored(PNG).await);
    let answer = shop.send("POST /account/avatar/remove", FORM, b"").await;
    assert!(leads_to(&answer, "/account?saved=avatar-removed"), "{answer}");
    assert!(shop.is_empty());
}

#[sqlx::test]
async fn what_cannot_be_taken_is_told_by_a_code_and_leaves_nothing(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let large = vec![0; bytes(LARGEST) + 1];
    let far_too_large = vec![0; bytes(LARGEST) + 2 * MEGABYTE];
    let bomb = bomb();
    for (file, code) in [
        (b"a text named me.png".as_slice(), "not-a-picture"),
        (b"".as_slice(), "missing"),
        (&PNG[..PNG.len() - 14], "cut-off"),
        (bomb.as_slice(), "too-many-pixels"),
        (large.as_slice(), "too-large"),
        (far_too_large.as_slice(), "too-large"),
    ] {
        let answer = shop.upload(file).await;
        assert!(leads_to(&answer, &format!("/account?avatar={code}")), "{code}: {answer}");
        assert!(shop.is_empty(), "{code}");
    }
}

#[sqlx::test]
async fn a_form_without_the_field_or_without_its_end_leaves_nothing(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let other = shop.send("POST /account/avatar", FORM, &form("picture", PNG)).await;
    assert!(leads_to(&other, "/account?avatar=missing"), "{other}");
    let plain = shop.send("POST /account/avatar", "Accept: text/html\r\n", b"avatar=x").await;
    assert!(leads_to(&plain, "/account?avatar=missing"), "{plain}");
    // The form ends within the file, as a proxy passes it on that lost its client.
    let whole = form("avatar", PNG);
    let cut = shop.send("POST /account/avatar", FORM, &whole[..whole.len() - 30]).await;
    assert!(leads_to(&cut, "/account?avatar=cut-off"), "{cut}");
    // The connection ends before what was announced has come.
    let part = &whole[..whole.len() - 30];
    let mut lost = shop.begin("POST /account/avatar", FORM, whole.len(), part).await;
    lost.shutdown().await.unwrap();
    let answer = answer_on(lost).await;
    assert!(!answer.contains("saved"), "{answer}");
    assert!(shop.is_empty());
}

#[sqlx::test]
async fn nobody_uploads_without_being_signed_in(pool: PgPool) {
    let mut shop = Shop::open(pool).await;
    shop.cookie = "theme=dark".to_owned();
    let answer = shop.upload(PNG).await;
    assert!(leads_to(&answer, "/sign-in?next=/account"), "{answer}");
    let answer = shop.send("POST /account/avatar/remove", FORM, b"").await;
    assert!(leads_to(&answer, "/sign-in?next=/account"), "{answer}");
    assert!(shop.is_empty());
}

#[sqlx::test]
async fn who_uploads_too_much_is_told_when_to_come_back(pool: PgPool) {
    let shop = Shop::open(pool).await;
    for _ in 0..AVATAR_BY_USER.tries {
        let answer = shop.upload(b"a text").await;
        assert!(leads_to(&answer, "/account?avatar=not-a-picture"), "{answer}");
    }
    let answer = shop.upload(PNG).await;
    let wait = answer.lines().find_map(|line| line.strip_prefix("location: /account?avatar=throttled&wait="));
    let wait: i32 = wait.expect("the seconds to wait").trim().parse().unwrap();
    assert!((1..=AVATAR_BY_USER.seconds).contains(&wait), "{answer}");
    assert!(shop.is_empty());
}
