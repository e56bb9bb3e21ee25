//! Who asks, and what there is to ask for.

use sqlx::PgPool;
use uuid::Uuid;
use vitrine::accounts::model::{Action, Kind};

use super::newest_entry;
use super::rows::Sent;
use crate::client::Browser;
use crate::permissions::scene::picture;
use crate::shop::Shop;

/// Three who are signed in.
pub struct People {
    /// Somebody who shops here.
    pub shopper: Browser,
    /// Staff, with what a test allows.
    pub member: Browser,
    member_id: Uuid,
    /// A superuser.
    pub chief: Browser,
}

impl People {
    /// Makes their accounts and signs them in.
    pub async fn sign_in(shop: &Shop) -> Self {
        let (_, shopper) = shop.newcomer("shopper").await;
        let (member_id, member) = shop.newcomer("member").await;
        let (chief_id, chief) = shop.newcomer("chief").await;
        sqlx::query("update users set is_staff = true, is_superuser = (id = $2) where id in ($1, $2)")
            .bind(member_id)
            .bind(chief_id)
            .execute(&shop.pool)
            .await
            .unwrap();
        sqlx::query(
            "with made as (insert into groups (name) values ('Members') returning id)
             insert into user_groups (group_id, user_id) select id, $1 from made",
        )
        .bind(member_id)
        .execute(&shop.pool)
        .await
        .unwrap();
        Self { shopper, member, member_id, chief }
    }

    /// Allows the member of staff just this.
    pub async fn allow(&self, shop: &Shop, permissions: &[&str]) {
        self.allow_these(shop, permissions.iter().map(|permission| (*permission).to_owned()).collect()).await;
    }

    /// Allows the member of staff everything.
    pub async fn allow_all(&self, shop: &Shop) {
        self.allow_these(shop, all()).await;
    }

    /// Allows the member of staff everything else.
    pub async fn allow_all_but(&self, shop: &Shop, missing: &str) {
        let others = all().into_iter().filter(|permission| permission != missing).collect();
        self.allow_these(shop, others).await;
    }

    async fn allow_these(&self, shop: &Shop, permissions: Vec<String>) {
        let (actions, kinds): (Vec<String>, Vec<String>) = permissions
            .iter()
            .map(|permission| permission.split_once(' ').expect("an action and a kind"))
            .map(|(action, kind)| (action.to_owned(), kind.to_owned()))
            .unzip();
        let mut transaction = shop.pool.begin().await.unwrap();
        sqlx::query(
            "delete from group_permissions where group_id = (select id from groups where name = 'Members')",
        )
        .execute(&mut *transaction)
        .await
        .unwrap();
        sqlx::query(
            "insert into group_permissions (group_id, action, kind)
             select g.id, p.action, p.kind
             from groups g cross join unnest($1::text[], $2::text[]) p (action, kind) where g.name = 'Members'",
        )
        .bind(actions)
        .bind(kinds)
        .execute(&mut *transaction)
        .await
        .unwrap();
        transaction.commit().await.unwrap();
    }
}

fn all() -> Vec<String> {
    let kinds = || Kind::ALL.into_iter();
    Action::ALL
        .into_iter()
        .flat_map(|action| kinds().map(move |kind| format!("{} {}", action.as_str(), kind.as_str())))
        .collect()
}

/// One thing of each kind, which nobody else has.
pub struct Things {
    /// Part of all names.
    pub tag: String,
    pub product: Uuid,
    trashed: Uuid,
    category: Uuid,
    root: Uuid,
    review: Uuid,
    pub user: Uuid,
    pub group: Uuid,
    pictures: [Uuid; 2],
    view: Uuid,
    run: Uuid,
    job: i64,
    /// Something that was done to the product.
    entry: Uuid,
    /// A file of the member of staff, which was looked through.
    import: String,
}

impl Things {
    /// Makes them; an entry and an import only where the address or the form names one.
    pub async fn make(shop: &Shop, people: &mut People, number: usize, path: &str, sent: &Sent) -> Self {
        let (pool, tag) = (&shop.pool, format!("t{number}x{}", Uuid::new_v4().simple()));
        let root = category(pool, &format!("Root {tag}"), &format!("root-{tag}")).await;
        let category = category(pool, &format!("Shelf {tag}"), &format!("shelf-{tag}")).await;
        let product = product(pool, &format!("Hidden {tag} lamp"), &format!("lamp-{tag}"), category).await;
        let trashed =
            self::product(pool, &format!("Binned {tag} lamp"), &format!("bin-{tag}"), category).await;
        sqlx::query("update products set deleted_at = now() where id = $1")
            .bind(trashed)
            .execute(pool)
            .await
            .unwrap();
        let user = id(
            pool,
            "insert into users (email, username, password_hash, email_verified_at)
             values ($1 || '@example.org', $1, 'x', now()) returning id",
            &[&tag],
        )
        .await;
        let review = id(
            pool,
            "insert into reviews (product_id, user_id, rating, title, status)
             values ($2::uuid, $3::uuid, 4, 'Warm light ' || $1, 'pending') returning id",
            &[&tag, &product.to_string(), &user.to_string()],
        )
        .await;
        let group = id(pool, "insert into groups (name) values ('Group ' || $1) returning id", &[&tag]).await;
        let mut things = Self {
            pictures: [picture(pool, product, 0).await, picture(pool, product, 1).await],
            view: view(pool, people.member_id, &tag).await,
            run: run(pool, people.member_id).await,
            job: job(pool).await,
            entry: Uuid::nil(),
            import: String::new(),
            tag,
            product,
            trashed,
            category,
            root,
            review,
            user,
            group,
        };
        let words = format!("{path}{sent:?}");
        if words.contains("{entry}") {
            things.entry = things.change(pool, people).await;
        }
        if words.contains("{import}") {
            people.allow_all(shop).await;
            let answer = people.member.upload("/admin/import", "file", things.csv().as_bytes()).await;
            let report = answer.header("location").unwrap_or_default().to_owned();
            assert!(report.starts_with("/admin/import/"), "{answer:?}");
            report.rsplit('/').next().unwrap_or_default().clone_into(&mut things.import);
        }
        things
    }

    /// Changes the product; answers the entry that says so.
    async fn change(&self, pool: &PgPool, people: &mut People) -> Uuid {
        let path = format!("/admin/products/{}", self.product);
        let answer = people.chief.submit(&path, &[("price", "15.00"), ("base.price", "12.00")]).await;
        assert_eq!(answer.status, 303, "{answer:?}");
        newest_entry(pool).await
    }

    /// A text with the things' names in it.
    pub fn filled(&self, text: &str) -> String {
        let [first, second] = self.pictures;
        [
            ("{product}", self.product.to_string()),
            ("{trashed}", self.trashed.to_string()),
            ("{category}", self.category.to_string()),
            ("{root}", self.root.to_string()),
            ("{review}", self.review.to_string()),
            ("{user}", self.user.to_string()),
            ("{group}", self.group.to_string()),
            ("{first}", first.to_string()),
            ("{second}", second.to_string()),
            ("{view}", self.view.to_string()),
            ("{run}", self.run.to_string()),
            ("{job}", self.job.to_string()),
            ("{entry}", self.entry.to_string()),
            ("{import}", self.import.clone()),
            ("{tag}", self.tag.clone()),
        ]
        .iter()
        .fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
    }

    /// A file with one new product.
    pub fn csv(&self) -> String {
        format!("name,slug,description,price,category_slug,stock\nCarried {},,,5.00,lamps,1\n", self.tag)
    }

    /// What nobody may read who is refused. What they sent themselves may stand there again.
    pub fn secrets(&self) -> [String; 3] {
        let tag = &self.tag;
        [format!("Hidden {tag} lamp"), format!("Warm light {tag}"), format!("{tag}@example.org")]
    }
}

/// The id that a statement answers.
async fn id(pool: &PgPool, statement: &'static str, values: &[&str]) -> Uuid {
    let mut query = sqlx::query_scalar::<sqlx::Postgres, Uuid>(statement);
    for value in values {
        query = query.bind((*value).to_owned());
    }
    query.fetch_one(pool).await.unwrap()
}

async fn category(pool: &PgPool, name: &str, slug: &str) -> Uuid {
    id(pool, "insert into categories (name, slug) values ($1, $2) returning id", &[name, slug]).await
}

async fn product(pool: &PgPool, name: &str, slug: &str, category: Uuid) -> Uuid {
    id(
        pool,
        "insert into products (name, slug, price, category_id) values ($1, $2, 12, $3::uuid) returning id",
        &[name, slug, &category.to_string()],
    )
    .await
}

async fn view(pool: &PgPool, owner: Uuid, tag: &str) -> Uuid {
    id(
        pool,
        // Nobody may have more than fifty.
        "with old as (delete from saved_views where user_id = $2::uuid)
         insert into saved_views (user_id, kind, name, query) values ($2::uuid, 'product', $1, 'status=draft') returning id",
        &[tag, &owner.to_string()],
    )
    .await
}

async fn run(pool: &PgPool, owner: Uuid) -> Uuid {
    id(
        pool,
        "insert into bulk_runs (actor_id, kind, action, total, done, state)
         values ($1::uuid, 'product', 'publish', 1, 1, 'done') returning id",
        &[&owner.to_string()],
    )
    .await
}

/// A job that is given up.
async fn job(pool: &PgPool) -> i64 {
    let job: i64 = sqlx::query_scalar("select id from graphile_worker.add_job('nothing', max_attempts => 1)")
        .fetch_one(pool)
        .await
        .unwrap();
    sqlx::query(
        "update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'It broke' where id = $1",
    )
    .bind(job)
    .execute(pool)
    .await
    .unwrap();
    job
}
