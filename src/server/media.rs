//! `/media`: the pictures of the file store. A name is made of the content, so what it stands for never changes
//! (SPEC J5).

use axum::Router;
use axum::extract::{FromRef, Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

use super::IMMUTABLE;
use crate::infra::Backend;

/// Longest name that is looked for, in bytes: file systems take 255 for one segment.
const LONGEST_NAME: usize = 250;
/// Most digits of a width in pixels.
const LONGEST_WIDTH: usize = 5;

pub(super) fn routes<S>() -> Router<S>
where
    Backend: FromRef<S>,
    S: Clone + Send + Sync + 'static,
{
    Router::new().route("/media/{*file}", get(picture))
}

async fn picture(State(backend): State<Backend>, Path(file): Path<String>) -> Response {
    if !is_name(&file) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match backend.files.open(&file).await {
        Ok(Some(found)) => (
            [
                (header::CONTENT_TYPE, HeaderValue::from_static("image/webp")),
                (header::CACHE_CONTROL, IMMUTABLE),
                (header::CONTENT_LENGTH, HeaderValue::from(found.size)),
            ],
            axum::body::Body::from_stream(found.content),
        )
            .into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => crate::error::internal(&error).into_response(),
    }
}

/// Whether one size of a picture can be called this: the stem that the tables take, and a width. The store is asked
/// for nothing else, since anybody can make a name up, and with some of them a store does not say "not there" but
/// fails: a file in the place of a folder, a segment that is too long.
fn is_name(name: &str) -> bool {
    let Some((stem, width)) = name.strip_suffix(".webp").and_then(|rest| rest.rsplit_once('-')) else {
        return false;
    };
    let is_width =
        (1..=LONGEST_WIDTH).contains(&width.len()) && width.bytes().all(|byte| byte.is_ascii_digit());
    name.len() <= LONGEST_NAME && is_width && stem.split('/').all(is_plain)
}

fn is_plain(segment: &str) -> bool {
    let is_known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !segment.is_empty() && segment.bytes().all(is_known)
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};

    use super::*;
    use crate::infra::pictures::file_name;
    use crate::infra::testing;

    #[test]
    fn a_name_has_plain_segments_and_a_width() {
        for good in [
            "products/0a1b2c3d4e5f60718293a4b5c6d7e8f9-1200.webp",
            "avatars/0a1b2c3d4e5f60718293a4b5c6d7e8f9-64.webp",
            "demo/arc-lamp-1-400.webp",
            "globe-160.webp",
        ] {
            assert!(is_name(good), "{good}");
        }
        let long = format!("avatars/{}-64.webp", "a".repeat(LONGEST_NAME));
        for bad in [
            "",
            "avatars/ab-64.webp/x",
            "avatars/ab-64.webp/x-64.webp",
            "avatars/ab.webp",
            "avatars/ab-.webp",
            "avatars/ab-wide.webp",
            "avatars/ab-123456.webp",
            "avatars/ab-64.WEBP",
            "avatars/AB-64.webp",
            "avatars/a_b-64.webp",
            "avatars//ab-64.webp",
            "/avatars/ab-64.webp",
            "avatars/-64.webp/",
            "avatars/\u{e4}-64.webp",
            "../avatars/ab-64.webp",
            "avatars/./ab-64.webp",
            "avatars/ab\0-64.webp",
            long.as_str(),
        ] {
            assert!(!is_name(bad), "{bad:?}");
        }
    }

    /// The first line and the content of what is answered to a request for a path.
    async fn answer(backend: &Backend, path: &str) -> (String, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let routes: Router = routes::<Backend>().with_state(backend.clone());
        let server = tokio::spawn(async move { axum::serve(listener, routes).await });
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        server.abort();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.lines().next().unwrap_or_default().to_owned(), body.to_owned())
    }

    #[tokio::test]
    async fn what_is_stored_is_served_and_a_made_up_name_is_not_found() {
        let pool = sqlx::PgPool::connect_lazy("postgres://nobody@localhost/nothing").unwrap();
        let backend = testing::backend(pool);
        for stem in ["avatars/0a1b", "demo/arc-lamp-1"] {
            let name = file_name(stem, 400);
            backend.files.put(&name, b"picture".to_vec()).await.unwrap();
            let (status, body) = answer(&backend, &format!("/media/{name}")).await;
            assert_eq!((status.as_str(), body.as_str()), ("HTTP/1.1 200 OK", "picture"));
        }
        let long = format!("/media/avatars/{}-64.webp", "a".repeat(300));
        for path in [
            "/media/avatars/0a1b-64.webp",
            "/media/avatars/0a1b-400.webp/x",
            "/media/avatars/0a1b-400.webp/x-400.webp",
            "/media/avatars",
            "/media/..%2F..%2Fetc%2Fpasswd",
            "/media/avatars%2F0a1b-400.webp%00",
            long.as_str(),
        ] {
            assert_eq!(answer(&backend, path).await.0, "HTTP/1.1 404 Not Found", "{path}");
        }
        std::fs::remove_dir_all(&backend.settings.vitrine.data_folder).unwrap();
    }
}
