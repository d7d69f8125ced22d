//! Two doors: pages and their calls are opened by a cookie and nothing else, the API by a key and nothing else.

use secrecy::ExposeSecret;
use serde_json::json;

use crate::support::{Site, Who};

// invariant 11
#[tokio::test(flavor = "multi_thread")]
async fn key_opens_no_page_and_cookie_no_operation() {
    let site = Site::new().await;
    let owner = site.world.stepped_up(&site.owner().await).await;
    let key = services::credentials::api_key::create(&owner, "").await.unwrap();
    let authorization = format!("Bearer {}", key.expose_secret());
    let mut program = site.visitor();
    assert_eq!(program.get("/api/v1/me").with("authorization", &authorization).await.status, 200);
    let page = program.get("/users").with("authorization", &authorization).await;
    assert_eq!((page.status, page.location()), (302, Some("/login?next=/users")));
    let list = json!({ "query": model::users::UserQuery::default() });
    let call = program.rpc("/rpc/users/list", &list).with("authorization", &authorization).await;
    assert_eq!(call.status, 401);

    let mut browser = site.browser(Who::Owner).await;
    for path in ["/api/v1/me", "/api/v1/users"] {
        assert_eq!(browser.get(path).await.status, 401, "{path}");
        assert_eq!(browser.rpc(path, &json!({})).await.status, 405, "{path}");
    }
}
