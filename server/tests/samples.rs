//! The clip that players are tried with, over HTTP.

use crate::support::{Site, Who};

const CLIP: &str = "/samples/clip.webm";

// S1.47: programs that a link opens have no session, and some browsers play nothing without ranges.
#[tokio::test(flavor = "multi_thread")]
async fn sample_clip_plays_in_a_page_in_a_tab_and_in_other_programs() {
    let site = Site::new().await;
    let mut visitor = site.visitor();
    let whole = visitor.get(CLIP).await;
    assert_eq!((whole.status, whole.header("content-type")), (200, Some("video/webm")));
    assert_eq!(whole.header("accept-ranges"), Some("bytes"));
    let policy = whole.header("content-security-policy").unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("media-src 'self'"), "{policy}");
    let length = whole.body.len();
    let begin = visitor.get(CLIP).with("range", "bytes=0-1").await;
    assert_eq!((begin.status, &begin.body[..]), (206, &whole.body[..2]));
    assert_eq!(begin.header("content-range"), Some(format!("bytes 0-1/{length}").as_str()));
    let beyond = visitor.get(CLIP).with("range", &format!("bytes={length}-")).await;
    assert_eq!((beyond.status, beyond.header("content-range")), (416, Some(format!("bytes */{length}").as_str())));

    let mut member = site.browser(Who::Member).await;
    let page = member.get("/account/player").await;
    assert!(page.text().contains("<video") && page.text().contains(&format!("href=\"{CLIP}\"")));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("media-src 'self'"), "{policy}");
    assert!(!page.text().contains("rvlink"));
}
